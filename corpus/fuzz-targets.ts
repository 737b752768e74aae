import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import {
  aFullVisit,
  aVisit,
  fileHoso,
  giamDinh,
  hoso,
  random,
  styles,
  tableXml,
} from '../src/record/intake/bhyt-xml/testing.ts'
import { csvBytes, visitColumns, visitRow } from '../src/record/intake/csv/testing.ts'
import { allItems } from './all-items.ts'
import { betweenPapers, soundPaper, soundPapers } from './certificates.ts'

/** One format to be fuzzed: sound and malformed files to begin with, and where a bad record has neighbours. */
export interface FuzzTarget {
  readonly format: string
  readonly fileName?: string
  readonly facility: string | null
  readonly seeds: readonly Uint8Array[]
  /** Puts a victim between two sound records; null when its bytes could be taken for the frame itself. */
  readonly victims?: readonly Uint8Array[]
  readonly between?: (victim: Buffer) => Uint8Array | null
  /** Sound neighbours that must be accepted whatever the victim holds. */
  readonly neighbours?: number
}

const fixture = (path: string) => readFileSync(join(projectRoot(), 'fixtures', path))
const items = allItems()
const smallItems = (format: string) =>
  items
    .filter((item) => item.id.startsWith(`${format}/`) && item.file.length < 20_000)
    .filter((_, n) => n % 7 === 0)
    .map((item) => item.file)

const r = random(11)
const first = hoso({ XML1: [aVisit({ MA_LK: 'TRUOC' })] })
const last = hoso({ XML1: [aVisit({ MA_LK: 'SAU' })] })
const bhyt: FuzzTarget = {
  format: 'bhyt-xml',
  facility: '99901',
  seeds: [
    ...styles.map((style) => {
      const file = giamDinh([first, hoso({ XML1: [aVisit()], XML3: aFullVisit(r, 1).XML3! }, style), last])
      return style.file ? style.file(file) : Buffer.from(file)
    }),
    fixture('bhyt/06-legacy-4210-windows1258.xml'),
    ...smallItems('bhyt-xml'),
  ],
  victims: (['XML1', 'XML2', 'XML4', 'XML13'] as const).map((id) =>
    Buffer.from(tableXml(id, aFullVisit(r, 1)[id]!, styles[0]!)),
  ),
  // Inside base64 a table can say what it likes: its neighbours never notice.
  between: (victim) =>
    Buffer.from(giamDinh([first, `<HOSO>${fileHoso('XML1', victim.toString('base64'))}</HOSO>`, last])),
  neighbours: 2,
}

const csv: FuzzTarget = {
  format: 'csv',
  fileName: 'danh-sach.csv',
  facility: '99901',
  seeds: [
    ...[';', ',', '\t', '|'].map((delimiter) =>
      csvBytes([visitColumns, visitRow(), visitRow({ 'Mã lượt khám': 'K2' })], { delimiter }),
    ),
    ...(['utf-16le', 'windows-1258', 'utf-8-bom'] as const).map((encoding) =>
      csvBytes([visitColumns, visitRow()], { encoding }),
    ),
    ...smallItems('csv'),
  ],
  victims: [csvBytes([visitRow({ 'Mã lượt khám': 'K2' })])],
  between: (victim) => {
    const head = csvBytes([visitColumns, visitRow({ 'Mã lượt khám': 'TRUOC' })])
    // The neighbour behind is many lines: a file is told by most of what it holds.
    const behind = csvBytes([visitRow({ 'Mã lượt khám': 'SAU' })])
    return isFrame(victim) ? null : Buffer.concat([head, victim, Buffer.from('\r\n'), behind])
  },
  neighbours: 2,
}

/** A victim that opens quotes may honestly swallow the line behind it, one in another encoding changes that of the file. */
const isFrame = (victim: Buffer) =>
  victim.includes(0x22) || victim.toString('utf8').includes('\ufffd') || victim.includes(0)

const hl7Item = (name: string) => Buffer.from(items.find((item) => item.id === name)!.file)
const [hl7Before, , hl7Behind] = hl7Item('hl7-v2/name-missing')
  .toString()
  .split(/(?=MSH\|)/)
const hl7: FuzzTarget = {
  format: 'hl7-v2',
  facility: '99901',
  seeds: smallItems('hl7-v2'),
  victims: [hl7Item('hl7-v2/oru/number-in-words').subarray(0, 2_000)],
  // Without its header a message is no message: what stands there belongs to the one before.
  between: (victim) =>
    victim.subarray(0, 4).toString() === 'MSH|'
      ? Buffer.concat([Buffer.from(hl7Before!), victim, Buffer.from(`\r${hl7Behind}`)])
      : null,
  neighbours: 2,
}

const certificate: FuzzTarget = {
  format: 'certificate',
  facility: '99901',
  seeds: smallItems('certificate'),
  victims: Object.keys(soundPapers).map((kind) => Buffer.from(soundPaper(kind))),
  // Inside base64 a paper can say what it likes, as a table can.
  between: (victim) =>
    Buffer.from(
      betweenPapers(`<FILEHOSO><NOIDUNGFILE>${victim.toString('base64')}</NOIDUNGFILE></FILEHOSO>`),
    ),
  neighbours: 2,
}

const plain = (format: string, seeds: readonly Uint8Array[], facility: string | null = null): FuzzTarget => ({
  format,
  facility,
  seeds: [...seeds, ...smallItems(format)],
})

export const fuzzTargets: readonly FuzzTarget[] = [
  bhyt,
  plain('check-in', [fixture('bhyt/05-checkin-xml0.xml')]),
  plain('death-notice', [fixture('bhyt/08-giay-bao-tu-gbt.xml')]),
  plain('driver-check', [fixture('bhyt/09-driver-health-check-gksklx.json')]),
  certificate,
  csv,
  hl7,
  plain(
    'fhir-bundle',
    ['01-outpatient-transaction.json', '02-document.xml', '03-two-patients-collection.json'].map((name) =>
      fixture(`fhir-bundle/${name}`),
    ),
    '99901',
  ),
  plain(
    'ho-so-benh-an',
    ['01-inpatient.json', '02-inpatient.xml', '03-two-outpatients-other-vendor.xml'].map((name) =>
      fixture(`ho-so-benh-an/${name}`),
    ),
    '99901',
  ),
]
