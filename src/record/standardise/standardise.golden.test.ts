import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { standardise } from './standardise.ts'
import { fixtureFolder, readSample, testIds } from './testing.ts'

/** A message in a file, the expected draft in a file. MACH_GOLDEN=write says them anew; then read the difference. */
const pairs = [
  ['01-outpatient-4750-base64.xml', 'fixtures/01-outpatient.json'],
  ['02-inpatient-surgery-dotnet-bom-cdata.xml', 'fixtures/02-inpatient-surgery.json'],
  ['04-transfer-3176.xml', 'fixtures/04-transfer.json'],
  ['08-giay-bao-tu-gbt.xml', 'fixtures/08-death-notice.json'],
] as const

for (const [name, golden] of pairs)
  test(`${name} is said as ${golden}`, () => {
    const folder = fixtureFolder()
    assert.ok(folder, 'fixtures/bhyt is missing')
    const [message] = readSample(readFileSync(join(folder, name)), name)
    const draft = standardise(message!)
    assert.ok(draft.ok)
    const { person, patient, period } = draft.value
    const entries = draft.value.entries(testIds(message!.visitLinkId))
    const said = `${JSON.stringify({ person, period, patient, entries }, null, 2)}\n`
    const file = join(import.meta.dirname, golden)
    if (process.env.MACH_GOLDEN === 'write') writeFileSync(file, said)
    assert.deepEqual(JSON.parse(said), JSON.parse(readFileSync(file, 'utf8')))
  })
