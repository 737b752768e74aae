import { runMach } from './bench/run-mach.ts'
import { generateVisits } from './province/index.ts'
import { childrenOf, cpuSecondsOf } from './bench/box-limits.ts'
import { readFileSync, readdirSync } from 'node:fs'
import { openDatabase, sql } from './src/foundation/db/index.ts'
const N = Number(process.argv[2] ?? 1500)
const bodies = [...generateVisits({ seed: 5, persons: N / 3, visits: N, from: '2025-02-01', to: '2026-06-30' })].map((v) => v.bytes)
const mach = await runMach(undefined, process.argv[3] ? { NODE_OPTIONS: '--cpu-prof --cpu-prof-dir=/tmp/prof' } : {})
const threads = () => Object.fromEntries(readdirSync(`/proc/${mach.pid}/task`).map((t) => { const s = readFileSync(`/proc/${mach.pid}/task/${t}/stat`, 'utf8'); const f = s.slice(s.lastIndexOf(')') + 2).split(' '); return [t + s.match(/\((.*)\)/)![1], (+f[11] + +f[12]) / 100] }))
const pgs = () => Object.fromEntries(childrenOf(mach.postgresPid).map((p) => { let n = ''; try { n = readFileSync(`/proc/${p}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 60) } catch { } return [p + ' ' + n, cpuSecondsOf([p])] }))
let next = 0
const began = Date.now()
await Promise.all(Array.from({ length: 8 }, async () => { while (next < bodies.length) { const b = bodies[next++]!; const r = await fetch(mach.address + '/intake/bhyt-xml', { method: 'POST', body: b, headers: { 'content-type': 'application/xml' } }); await r.text(); if (r.status !== 202) console.log(r.status) } }))
const sent = Date.now() - began
for (; ;) { const t = await (await fetch(mach.address + '/metrics')).text(); if (/^mach_journey_waiting 0$/m.test(t)) break; await new Promise((d) => setTimeout(d, 20)) }
console.log('sent', N / sent * 1000, '/s  done', N / (Date.now() - began) * 1000, '/s')
const th = threads(); console.log(Object.entries(th).filter(([, v]) => v > 0.05).map(([k, v]) => `${k} ${(v * 1000 / N).toFixed(2)}ms`).join('\n'))
console.log(Object.entries(pgs()).filter(([, v]) => v > 0.05).map(([k, v]) => `${k} ${(v * 1000 / N).toFixed(2)}ms/visit`).join('\n'))
await mach.stop()
