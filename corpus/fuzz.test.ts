import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz } from './fuzz.ts'
import { fuzzTargets } from './fuzz-targets.ts'

/** Minutes here, hours by `npm run fuzz`. */
const forMs = 8_000

for (const target of fuzzTargets)
  test(`${target.format}: damaged files never crash or hang the reader, and never cost a neighbour`, async () => {
    const report = await fuzz(target, { seed: 20260815, forMs })
    assert.equal(
      report.failure,
      null,
      report.failure
        ? `${report.failure.reason}\n${report.failure.again}\n${report.failure.file.toString('base64').slice(0, 4_000)}`
        : '',
    )
    assert.ok(report.runs > 50, `${report.runs} runs`)
    assert.ok(report.outcomes > 3, `${report.outcomes} outcomes`)
  })

test('the same seed damages the same files', async () => {
  const [a, b] = [
    await fuzz(fuzzTargets[4]!, { seed: 7, runs: 100 }),
    await fuzz(fuzzTargets[4]!, { seed: 7, runs: 100 }),
  ]
  assert.deepEqual([a.runs, a.outcomes], [b.runs, b.outcomes])
})
