import { generateVisits, largeFile } from './index.ts'
import { standardise } from '#record/standardise'
import { readSample, testIds } from '../src/record/standardise/testing.ts'
for (const _ of generateVisits({ seed: 1, persons: 1000, visits: 500, from: '2025-01-01', to: '2026-06-30' })) ;
let t = process.hrtime.bigint(); let n = 0, bytes = 0
for (const v of generateVisits({ seed: 1, persons: 3000, visits: 5000, from: '2025-01-01', to: '2026-06-30' })) { n++; bytes += v.bytes.length }
let ms = Number(process.hrtime.bigint() - t) / 1e6
console.log('generate', (n / ms * 1000).toFixed(0), '/s', (bytes / n).toFixed(0), 'bytes each')
const counts: Record<string, number[]> = {}
const msgs = []
for (const v of generateVisits({ seed: 1, persons: 300, visits: 400, from: '2025-01-01', to: '2026-06-30' })) {
  const [m] = readSample(v.bytes, 'x.xml'); msgs.push(m!)
  const d = standardise(m!); if (!d.ok) throw new Error(JSON.stringify(d.problem))
  const e = d.value.entries(testIds());
  (counts[v.truth.kind] ??= []).push(e.length + 1)
}
for (const [k, c] of Object.entries(counts)) console.log(k, c.length, Math.min(...c), Math.max(...c), c.reduce((a, b) => a + b) / c.length)
let id = 0
const cheap = { patientId: 'p', of: (t: string, k: string) => String(k.length + t.length + id++), shared: (t: string, k: string) => k }
for (let r = 0; r < 3; r++) {
t = process.hrtime.bigint(); let res = 0; const cpu = process.cpuUsage()
for (let k = 0; k < 5; k++) for (const m of msgs) { const d = standardise(m); if (d.ok) res += d.value.entries(cheap as any).length }
ms = Number(process.hrtime.bigint() - t) / 1e6; const c = process.cpuUsage(cpu)
console.log('standardise', (ms / (5 * msgs.length)).toFixed(3), 'ms per visit; cpu', ((c.user + c.system) / 1000 / (5 * msgs.length)).toFixed(3), (res / (5 * msgs.length)).toFixed(1), 'resources')
}
import { extractIndex } from '#vocabulary/fhir'
const all = msgs.flatMap((m) => { const d = standardise(m); return d.ok ? d.value.entries(testIds()).map((e) => e.resource) : [] })
for (let r = 0; r < 3; r++) { t = process.hrtime.bigint(); for (const x of all) extractIndex(x); ms = Number(process.hrtime.bigint() - t) / 1e6; console.log('extract', (ms * 1000 / all.length).toFixed(2), 'µs') }
t = process.hrtime.bigint(); let big = 0; for await (const c of largeFile({ hoso: 2000 })) big += c.length
console.log('large', big / 2000 * 20000 / 1e6, 'MB per 20000;', Number(process.hrtime.bigint() - t) / 1e6, 'ms for 2000')
