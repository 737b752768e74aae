/**
 * Makes fixtures/demo: what six pretend facilities would send of some sixty people over two years, one gzip file each.
 * Everybody is invented (province/). Run by hand when the generator changes: node --import tsx scripts/make-demo-set.ts
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { projectRoot } from '#foundation/project'
import { generateVisits } from '../province/index.ts'

const folder = join(projectRoot(), 'fixtures/demo')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const files = new Map<string, { head: string; records: string[]; tail: string }>()
for (const visit of generateVisits({
  seed: 2026,
  persons: 60,
  visits: 260,
  from: '2024-09-01',
  to: '2026-10-31',
})) {
  const text = Buffer.from(visit.bytes).toString('utf8')
  const start = text.indexOf('<HOSO>')
  const end = text.lastIndexOf('</HOSO>') + '</HOSO>'.length
  const file = files.get(visit.facilityCode) ?? {
    head: text.slice(0, start),
    records: [],
    tail: text.slice(end),
  }
  file.records.push(text.slice(start, end))
  files.set(visit.facilityCode, file)
}
for (const [facility, { head, records, tail }] of files) {
  const counted = head.replace(/<SOLUONGHOSO>\d+</, `<SOLUONGHOSO>${records.length}<`)
  const bytes = gzipSync(Buffer.from(`${counted}${records.join('\n')}${tail}`), { level: 9 })
  writeFileSync(join(folder, `${facility}-2024-2026.xml.gz`), bytes)
  console.log(`${facility}: ${records.length} visits, ${Math.round(bytes.length / 1024)} kB`)
}
writeFileSync(
  join(folder, 'README.md'),
  'What six pretend facilities would send: made by scripts/make-demo-set.ts, everybody is invented. Enters on the first start.\n',
)
