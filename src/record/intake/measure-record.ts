import type { FacilityMessage, MessageProblem, TableRow } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'
import { bhytDateTime } from '#vocabulary/vietnam'
import { type ExpectedTable, expectedOfPaper, expectedOfVisit, stays } from './measure-expected.ts'
import { identityBit, identityOf } from './measure-identity.ts'
import { measureBundle, measureHl7, measureMedicalRecord } from './measure-other-formats.ts'
import type { RecordMeasures } from './measure-record.types.ts'

export type { RecordMeasures } from './measure-record.types.ts'

export interface Share {
  readonly expected: number
  readonly filled: number
}

/** Pure: the same record gives the same measures at receipt and years later. Never throws on what a sender can write. */
export function measureRecord(
  message: SentMessage | null,
  problems: readonly MessageProblem[],
): RecordMeasures {
  const counts = {
    warnings: problems.filter((p) => p.severity === 'warning').length,
    rules: problems.filter((p) => p.code.startsWith('R-')).length,
  }
  if (message === null) return { kind: null, endedAt: null, expected: 0, filled: 0, identity: 0, ...counts }
  return { ...measured(message), ...counts }
}

type Measured = Omit<RecordMeasures, 'warnings' | 'rules'>

function measured(message: SentMessage): Measured {
  switch (message.kind) {
    case 'hl7-v2':
      return { kind: message.kind, ...measureHl7(message.hl7) }
    case 'fhir-bundle':
      return { kind: message.kind, ...measureBundle(message.bundle, message.saidAt) }
    case 'ho-so-benh-an':
      return { kind: message.kind, ...measureMedicalRecord(message.groups, message.saidAt) }
    case 'visit':
      return measureVisit(message)
    default:
      return measurePaper(message, message.kind)
  }
}

function measureVisit(message: FacilityMessage): Measured {
  const summary = message.tables.XML1?.[0]?.values ?? {}
  const kind = stays.has(summary.MA_LOAI_KCB ?? '') ? 'inpatient' : 'outpatient'
  // MA_DOITUONG_KCB 9: not a BHYT visit (QĐ 3276/QĐ-BYT 2025); nobody expects a card there.
  const isInsured = summary.MA_DOITUONG_KCB !== '9'
  const endedAt = instantOf(summary.NGAY_RA)
  return {
    kind,
    endedAt,
    ...shareOf(message, expectedOfVisit(kind, isInsured)),
    identity: identityOf({
      citizen: summary.SO_CCCD,
      card: summary.MA_THE_BHYT,
      registeredAt: summary.MA_DKBD,
      birth: summary.NGAY_SINH,
      province: summary.MATINH_CU_TRU,
      district: summary.MAHUYEN_CU_TRU,
      ward: summary.MAXA_CU_TRU,
      on: (endedAt ?? instantOf(summary.NGAY_VAO))?.slice(0, 10) ?? null,
    }),
  }
}

function measurePaper(
  message: FacilityMessage,
  kind: 'check-in' | 'death-notice' | 'driver-check',
): Measured {
  const expected = expectedOfPaper[kind]
  const row = message.tables[expected.table]?.[0]?.values ?? {}
  const said = {
    'check-in': { at: row.NGAY_VAO, citizen: row.SO_CCCD, birth: row.NGAY_SINH, place: '' },
    'death-notice': { at: row.NGAY_TV, citizen: row.SO_GIAYTO, birth: row.NGAY_SINH, place: '_THUONGTRU' },
    'driver-check': {
      at: row.NGAYKETLUAN,
      citizen: row.SOCMND_PASSPORT,
      birth: row.NGAYSINH,
      place: '_THUONGTRU',
    },
  }[kind]
  const endedAt = instantOf(said.at)
  const at = (what: string) => row[`${what}${said.place}`] ?? row[`${what}_HIENTAI`]
  const identity = identityOf({
    citizen: said.citizen,
    card: row.MA_THE_BHYT ?? row.MA_THE,
    registeredAt: row.MA_DKBD,
    birth: said.birth,
    province: at('MATINH'),
    district: at('MAHUYEN'),
    ward: at('MAXA'),
    on: endedAt?.slice(0, 10) ?? null,
  })
  // A check-in asks for no address: its bit says "nothing is wanting".
  const address = kind === 'check-in' ? identityBit.address : 0
  return { kind, endedAt, ...shareOf(message, [expected]), identity: identity | address }
}

function shareOf(message: FacilityMessage, tables: readonly ExpectedTable[]): Share {
  let expected = 0
  let filled = 0
  for (const { table, always, fields } of tables) {
    const rows = message.tables[table] ?? []
    if (rows.length === 0 && always) expected += fields.length
    for (const row of rows) {
      expected += fields.length
      filled += countFilled(row, fields)
    }
  }
  return { expected, filled }
}

function countFilled({ values }: TableRow, fields: ExpectedTable['fields']): number {
  let filled = 0
  for (const names of fields) if (names.some((name) => values[name])) filled++
  return filled
}

/** A day alone is over at its end: nobody is late for a certificate on the morning of its day. */
function instantOf(text: string | undefined): string | null {
  const at = text ? bhytDateTime(text) : null
  if (!at || at.length < 10) return null
  return at.length === 10 ? `${at}T23:59:59+07:00` : at
}
