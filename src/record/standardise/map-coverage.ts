import type { CodeableConcept, Coverage, Extension, Reference } from 'fhir/r4'
import { nameOf } from '#vocabulary/catalogues'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import {
  bhytDate,
  bhytDateTime,
  insuranceNumberOf,
  parseCitizenId,
  parseInsuranceCard,
} from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { DraftBuilder } from './draft-builder.ts'
import { period } from './map-encounter.ts'
import { positionsOf, type Values } from './rows.ts'
import { sentOnly } from './values.ts'

/** The fund pays; it is named, not stored: there is one, and it sends us nothing. */
export const payor: Reference[] = [{ type: 'Organization', display: 'Bảo hiểm xã hội Việt Nam' }]

export const healthInsurance: CodeableConcept = {
  coding: [{ system: codeSystems.actCode, code: 'PUBLICPOL', display: 'public healthcare' }],
  text: 'Bảo hiểm y tế',
}

const levels: Readonly<Record<string, string>> = {
  1: '100 %, không giới hạn tỷ lệ một số dịch vụ',
  2: '100 %',
  3: '95 %',
  4: '80 %',
  5: '100 %, kể cả ngoài phạm vi',
}

/** One Coverage per card; `;` lists run in parallel (a card changed during the stay). */
export function mapCoverages(draft: DraftBuilder, values: Values, source: SourceRow): Reference[] {
  const registered = positionsOf(values.MA_DKBD)
  const from = positionsOf(values.GT_THE_TU)
  const to = positionsOf(values.GT_THE_DEN)
  const references: Reference[] = []
  const seen = new Set<string>()
  for (const [position, text] of positionsOf(values.MA_THE_BHYT).entries()) {
    if (!text) continue
    const start = from[position]
    const key = `card:${text}|${start ?? ''}`
    if (seen.has(key)) continue
    seen.add(key)
    const coverage = coverageOf(draft, text, registered[position], source)
    const begin = (start && bhytDate(start)) || null
    const finish = (to[position] && bhytDate(to[position])) || null
    if (begin || finish) coverage.period = period(begin, finish)
    const extension = sentOnly([...(coverage.extension ?? []), ...rightsOf(values)])
    if (extension) coverage.extension = extension
    if (values.MA_KHUVUC) coverage.class = [...(coverage.class ?? []), areaClass(values.MA_KHUVUC)]
    references.push(draft.add<Coverage>(coverage, key, source))
  }
  return references
}

function coverageOf(draft: DraftBuilder, text: string, registeredAt: string | undefined, source: SourceRow) {
  const coverage: Omit<Coverage, 'id'> = {
    resourceType: 'Coverage',
    status: 'active',
    type: healthInsurance,
    subscriberId: text,
    beneficiary: draft.patient,
    payor,
  }
  const card = parseInsuranceCard(text, registeredAt)
  if (card.ok) {
    coverage.identifier = [{ system: identifierSystems.insuranceCard, value: card.value.number }]
    const number = insuranceNumberOf(card.value)
    if (number) coverage.identifier.push({ system: identifierSystems.insuranceNumber, value: number })
    coverage.class = [
      {
        type: { coding: [{ system: codeSystems.coverageClassStandard, code: 'group' }] },
        value: card.value.group,
        name: `Đối tượng ${card.value.group}`,
      },
      {
        type: { coding: [{ system: codeSystems.coverageClassStandard, code: 'plan' }] },
        value: card.value.level,
        name: `Mức hưởng ${card.value.level} (${levels[card.value.level]})`,
      },
    ]
    if (card.value.temporary) coverage.extension = [{ url: extensions.temporaryCard, valueBoolean: true }]
  } else {
    const citizen = parseCitizenId(text)
    coverage.identifier = [
      citizen.ok ? { system: identifierSystems.citizenId, value: citizen.value } : { value: text },
    ]
  }
  if (registeredAt)
    coverage.extension = [
      ...(coverage.extension ?? []),
      {
        url: extensions.registeredFacility,
        valueReference: registeredReference(draft, registeredAt, source),
      },
    ]
  return coverage
}

/** Province + `000` stands for "nowhere yet" on temporary cards: a code, not a facility. */
function registeredReference(draft: DraftBuilder, code: string, source: SourceRow): Reference {
  return /^\d{2}000$/.test(code)
    ? { type: 'Organization', identifier: { system: identifierSystems.facility, value: code } }
    : draft.otherFacility(code, source)
}

function rightsOf(values: Values): (Extension | undefined)[] {
  // Eight digits with a certificate, twelve without (bảng 1, chỉ tiêu 21).
  const exempt = values.NGAY_MIEN_CCT && bhytDateTime(values.NGAY_MIEN_CCT)
  const five = values.NAM_NAM_LIEN_TUC && bhytDate(values.NAM_NAM_LIEN_TUC)
  return [
    exempt
      ? {
          url: extensions.coPayExemptFrom,
          ...(exempt.length > 10 ? { valueDateTime: exempt } : { valueDate: exempt }),
        }
      : undefined,
    five ? { url: extensions.fiveYearsFrom, valueDate: five } : undefined,
  ]
}

const areaClass = (code: string) => ({
  type: { coding: [{ system: codeSystems.coverageClass, code: 'area' }], text: 'Khu vực' },
  value: code,
  name: nameOf('areas', code) ?? code,
})
