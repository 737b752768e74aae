import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#foundation/db'
import { freePort } from '#foundation/testkit'
import type { Part } from './report.ts'
import { newDataDir, runMach } from './run-mach.ts'
import { drained } from './senders.ts'
import { throughDoors } from './through-doors.ts'

/** Generated visits in every vendor's habit through every door a BHYT file can come by, and back out field by field. */
export async function benchDoors({ visits }: { readonly visits: number }): Promise<Part> {
  const scratch = mkdtempSync(join(tmpdir(), 'mach-doors-'))
  const dropFolder = join(scratch, 'tha')
  const port = await freePort()
  const dataDir = newDataDir()
  const mach = await runMach(dataDir, {
    MACH_GATEWAY_HOST: '127.0.0.1',
    MACH_GATEWAY_PORT: String(port),
    MACH_DROP_FOLDER: dropFolder,
    MACH_DROP_FOLDER_POLL_SECONDS: '0.2',
    MACH_DROP_FOLDER_STILL_SECONDS: '0.2',
  })
  const db = openDatabase({ connection: mach.connection, max: 4 })
  const env = { MACH_DATA_DIR: dataDir, MACH_DEMO: 'off', MACH_LOG_LEVEL: 'warn' }
  const places = { address: mach.address, gateway: `http://127.0.0.1:${port}`, dropFolder, scratch, env }
  try {
    const run = throughDoors(places, { visits, seed: 11 })
    const began = performance.now()
    await run.send()
    await drained(mach.address)
    const seconds = (performance.now() - began) / 1_000
    await run.compare(db)
    const { counts } = run
    return {
      part: `doors: ${visits} visits, ${counts.byDoor.size} ways in, ${counts.byHabit.size} habits`,
      figures: [
        {
          name: 'came back equal, field by field',
          value: counts.equal,
          unit: 'visits',
          must: { at: 'least', value: visits },
        },
        { name: 'unequal', value: counts.unequal.length, unit: 'visits', must: { at: 'most', value: 0 } },
        { name: 'visits', value: visits / seconds, unit: 'visits/s' },
      ],
      notes: [
        `by door: ${listed(counts.byDoor)}`,
        `by habit: ${listed(counts.byHabit)}`,
        `doors × habits: ${counts.pairs.size}`,
        ...counts.unequal.slice(0, 20),
      ],
    }
  } finally {
    await db.close()
    await mach.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}

const listed = (counts: ReadonlyMap<string, number>) =>
  [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
