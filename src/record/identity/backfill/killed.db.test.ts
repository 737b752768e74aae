import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { sql } from '#foundation/db'
import { projectRoot } from '#foundation/project'
import type { IncomingRecord } from '../links/links.types.ts'
import { aLinkIndex, aRecord, type LinkIndex } from '../links/testing.ts'
import { backfillProblems, fillIndex, stages, workHere } from './index.ts'
import { readState, writeState } from './load-state.ts'
import { nameless, withFolder } from './testing.ts'

let index: LinkIndex
let expected: Awaited<ReturnType<typeof nameless>>
before(async () => {
  index = await aLinkIndex()
  await index.meet(...records)
  expected = await nameless(index.db)
})
after(() => index.close())

/** Loads, and at the first sign of life from that place lets everything fall. */
async function load(folder: string, dieAt?: string): Promise<boolean> {
  const filled = await fillIndex(index.db, index.context, {
    ...{ name: 'the file', folder, helpers: workHere(index.context), now: () => index.clock.now() },
    arrivals: async function* () {
      yield* records
    },
    onProgress: ({ stage }) => {
      if (stage === dieAt) throw new Error('let fall')
    },
  })
  return filled.ok && filled.value.isDone
}

/** Of fifty humans; four come again, and say it of another. */
const records: IncomingRecord[] = Array.from({ length: 254 }, (_, n) => {
  const human = n % 50
  return aRecord({
    ...{
      facilityCode: `9990${n % 5}`,
      localId: `K${n % 250}`,
      fullName: `NGƯỜI ${human}`,
      insuranceNumbers: [],
    },
    ...{ birthDate: `19${40 + human}-05-05`, address: n < 250 ? null : 'Thôn khác' },
    citizenId: n % 3 === 0 ? null : String(79190999000 + human).padStart(12, '0'),
  })
})

async function withLoad(work: (folder: string) => Promise<void>) {
  await index.empty()
  await withFolder(async (folder) => {
    await work(folder)
    assert.ok(await load(folder))
    assert.deepEqual(await nameless(index.db), expected)
    assert.ok(!existsSync(folder), 'nothing of anybody is left lying about')
  })
}

for (const place of [...stages.filter((stage) => stage !== 'done'), 'write'])
  test(`let fall in the stage “${place}”, it goes on, and the same comes of it as undisturbed`, () =>
    withLoad(async (folder) => {
      await assert.rejects(load(folder, place), /let fall/)
      const there = (await index.partition()).length
      assert.equal(there > 0, place === 'rest', 'the tables hold all of the bulk or nothing')
    }))

test('let fall after the commit and before it was noted, it does not load twice', () =>
  withLoad(async (folder) => {
    await assert.rejects(load(folder, 'rest'), /let fall/)
    const state = readState(folder)!
    assert.equal(state.stage, 'rest')
    writeState(folder, { ...state, stage: 'settle' })
  }))

test('two loads at once: the second is told to wait', () =>
  withLoad(async (folder) => {
    await index.db.transaction(async (tx) => {
      await tx.run(sql`select pg_advisory_xact_lock(${index.context.hash('backfill')}::bigint)`)
      assert.equal(await load(folder), false)
    })
  }))

test('another load finds the folder taken', () =>
  withLoad(async (folder) => {
    await assert.rejects(load(folder, 'weigh'), /let fall/)
    const other = await fillIndex(index.db, index.context, {
      ...{ name: 'another file', folder, helpers: workHere(index.context), now: () => index.clock.now() },
      arrivals: async function* () {},
    })
    assert.deepEqual(other, { ok: false, problem: backfillProblems.otherLoad })
  }))

/** The same in a process of its own, which kills itself while it writes. */
const killedWriting = `
  import { readFileSync } from 'node:fs'
  import { fillIndex, workHere } from './src/record/identity/backfill/index.ts'
  import { openDatabase } from './src/foundation/db/index.ts'
  import { openLinkContext } from './src/record/identity/links/link-context.ts'
  import { aPlainModel } from './src/record/identity/links/testing.ts'
  const { connection, folder, file } = JSON.parse(process.env.ASKED)
  const db = openDatabase({ connection, max: 3 })
  const context = await openLinkContext(db, aPlainModel(), { now: new Date() })
  await fillIndex(db, context, {
    name: 'the file', folder, helpers: workHere(context), now: () => new Date(),
    arrivals: async function* () { yield* JSON.parse(readFileSync(file, 'utf8')) },
    onProgress: ({ stage }) => {
      if (stage === 'write') process.kill(process.pid, 'SIGKILL')
    },
  })`

test('killed while it writes its tables: nothing of it is there, and it goes on', () =>
  withLoad(async (folder) => {
    const file = `${folder}.json`
    writeFileSync(file, JSON.stringify(records))
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', killedWriting], {
      cwd: projectRoot(),
      env: { ...process.env, ASKED: JSON.stringify({ connection: index.connection, folder, file }) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [, signal] = await once(child, 'exit')
    assert.equal(signal, 'SIGKILL')
    assert.equal((await index.partition()).length, 0)
  }))
