import { openDatabase, sql } from '#foundation/db'
import { generateVisits } from '../province/index.ts'
import { measureBox } from './box-limits.ts'
import { firstPaint } from './first-paint.ts'
import { multiplyRecords } from './multiply-records.queries.ts'
import { type Part, percentile } from './report.ts'
import { runMach } from './run-mach.ts'
import { drained, sendAll } from './senders.ts'

/** The record page over a store of at least `resources` resources: data of random persons, and first paint in a browser. */
export async function benchPersonPage(options: { readonly resources: number }): Promise<Part> {
  const visits = 2_000
  const bodies = [
    ...generateVisits({ seed: 23, persons: 400, visits, from: '2024-08-01', to: '2026-06-30' }),
  ].map((visit) => visit.bytes)
  const mach = await runMach()
  const db = openDatabase({ connection: mach.connection, max: 2 })
  try {
    await sendAll(mach.address, bodies, 8)
    await drained(mach.address)
    const copies = await multiplyRecords(db, options.resources)
    const persons = await db.many<{ id: string; resources: number }>(sql`
      select p.person_id::text as id, (select count(*)::int from store.resource r
        join identity.record i on i.patient_id = r.patient where i.person_id = p.person_id) as resources
      from identity.person p tablesample system (20) where retired_into is null limit 400`)
    const sizes = persons.map((p) => p.resources).sort((a, b) => a - b)
    const times: number[] = []
    let bytes = 0
    for (const { id } of persons) {
      const began = performance.now()
      const answer = await fetch(`${mach.address}/api/persons/${id}/record`)
      const body = await answer.arrayBuffer()
      times.push(performance.now() - began)
      bytes += body.byteLength
      if (!answer.ok) throw new Error(`person page answered ${answer.status}`)
    }
    const names: number[] = []
    for (const word of ['nguyen van', 'Trần Thị', 'le', 'pham minh', 'Hoàng', 'dang thi', 'vo', 'Bùi Văn']) {
      const began = performance.now()
      await (await fetch(`${mach.address}/api/persons?q=${encodeURIComponent(word)}`)).arrayBuffer()
      names.push(performance.now() - began)
    }
    const paint = await firstPaint(`${mach.address}/ho-so/${persons.at(-1)!.id}`)
    const box = await measureBox(mach.connection)
    const sorted = times.sort((a, b) => a - b)
    return {
      part: `person page: ${copies.resources.toLocaleString('en')} resources stored, ${copies.persons.toLocaleString('en')} persons`,
      figures: [
        { name: 'record data p50', value: percentile(sorted, 50), unit: 'ms' },
        {
          name: 'record data p95',
          value: percentile(sorted, 95),
          unit: 'ms',
          must: { at: 'most', value: 100 },
        },
        { name: 'record data p99', value: percentile(sorted, 99), unit: 'ms' },
        { name: 'search by name, slowest of 8', value: Math.max(...names), unit: 'ms' },
        ...(paint === null
          ? []
          : [
              {
                name: 'first paint in Chromium',
                value: paint,
                unit: 'ms',
                must: { at: 'most' as const, value: 1_000 },
              },
            ]),
      ],
      notes: [
        `resources per person p50 ${percentile(sizes, 50)}, max ${sizes.at(-1)}; ${Math.round(bytes / persons.length / 1024)} kB per answer; load average ${box.loadAverage.toFixed(1)}; JSON.parse ${Math.round(box.jsonParseMBPerCpuSecond)} MB per CPU-s`,
        ...(paint === null ? ['first paint not measured: no Chromium found'] : []),
      ],
    }
  } finally {
    await db.close()
    await mach.stop()
  }
}
