import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extrasOf, restate, withExtras } from '#record/restate'
import { standardise } from '#record/standardise'
import type { FacilityMessage } from '#vocabulary/bhyt'
import { readFile } from '../src/record/intake/bhyt-xml/testing.ts'
import { testIds } from '../src/record/standardise/testing.ts'
import { generateVisits } from './index.ts'

/** MACH_ROUND_TRIP_VISITS=10000 for the whole province. */
const visits = Number(process.env.MACH_ROUND_TRIP_VISITS ?? 240)

interface Told {
  fields: number
  extras: number
}

function storedFrom(message: FacilityMessage) {
  const draft = standardise(message)
  assert.ok(draft.ok)
  const { norm, facilityCode, kind } = message
  const resources = draft.value
    .entries(testIds(message.visitLinkId))
    .map(({ resource, source }) => ({ resource, table: source.table, row: source.row }))
  return { norm, facilityCode, kind, patient: draft.value.patient, resources }
}

interface Stored {
  readonly message: FacilityMessage
  readonly stored: ReturnType<typeof storedFrom>
}

function millisecondsEach(sample: readonly Stored[]): number {
  const run = () => {
    for (const { message, stored } of sample) extrasOf(message, restate(stored))
  }
  for (let n = 0; n < 10; n++) run()
  const begun = process.cpuUsage()
  for (let n = 0; n < 5; n++) run()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000 / 5 / sample.length
}

test("a pretend province's visits come back field by field, in every vendor's habit, fast and with little kept beside", async (t) => {
  const tables = new Map<string, Told>()
  let bytes = 0
  const sample: Stored[] = []
  let count = 0
  for await (const visit of generateVisits({
    seed: 11,
    persons: 150,
    visits,
    from: '2025-09-01',
    to: '2026-10-31',
  })) {
    const message = (await readFile(visit.bytes)).records[0]?.message
    assert.ok(message, visit.fileName)
    const stored = storedFrom(message)
    const restated = restate(stored)
    const extras = extrasOf(message, restated)
    if (++count <= 200) sample.push({ message, stored })
    const kept = JSON.stringify(extras)
    bytes += kept.length
    assert.deepEqual(withExtras(restated, JSON.parse(kept)), message.tables, visit.fileName)
    for (const [table, rows] of Object.entries(message.tables)) {
      const told = tables.get(table) ?? { fields: 0, extras: 0 }
      tables.set(table, told)
      for (const { values } of rows ?? []) told.fields += Object.keys(values).length
    }
    for (const [table, rows] of Object.entries(extras))
      for (const row of Object.values(rows ?? {})) tables.get(table)!.extras += Object.keys(row ?? {}).length
  }
  const each = millisecondsEach(sample)
  t.diagnostic(
    `${count} visits, ${(bytes / count).toFixed(0)} bytes of extras and ${each.toFixed(2)} ms each`,
  )
  for (const [table, { fields, extras }] of [...tables].sort()) {
    const share = 100 * (1 - extras / fields)
    t.diagnostic(`${table} ${share.toFixed(1)} % of ${fields}`)
    assert.ok(share >= 95, table)
  }
  assert.ok(each < 2, 'four times the target: something is wrong')
})
