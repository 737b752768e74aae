import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#foundation/db'
import { projectRoot } from '#foundation/project'
import { applyVersion, learnVersion } from './index.ts'
import { aFilledRegister, type FilledRegister, somePeople } from './testing.ts'

let register: FilledRegister
before(async () => {
  register = await aFilledRegister(somePeople(250, 4))
})
after(() => register.close())

/** Applies a version in small batches, in a process of its own. */
const apply = `
  import { systemClock } from './src/foundation/clock/index.ts'
  import { openDatabase } from './src/foundation/db/index.ts'
  import { applyVersion } from './src/record/identity/tuning/index.ts'
  const db = openDatabase({ connection: JSON.parse(process.env.CONNECTION), max: 2 })
  const asked = { model: Number(process.env.MODEL), by: 'operator', why: 'Thử', batch: 5 }
  await applyVersion({ db, clock: systemClock }, asked)
  await db.close()`

const progress = async (model: number) => {
  const { phase, at_shard: shard } = await register.db.one<{ phase: string; at_shard: number }>(
    sql`select phase, at_shard from identity.model_version where number = ${model}`,
  )
  return { phase, shard }
}

test('killed while it weighs and while it settles, it goes on; and what it comes to is what an unbroken run comes to', async () => {
  const asked = { model: 1, by: 'operator', why: 'Thử', batch: 200 }
  const learned = await learnVersion(register, { sample: 1, onlyValues: true, persons: 90_000_000 })
  assert.ok(learned.ok)
  const model = learned.value.number
  const before = await register.whoIsWho()
  const unbroken = await applyVersion(register, { ...asked, model })
  assert.ok(unbroken.ok && unbroken.value.moved > 0)
  const after = await register.whoIsWho()
  const back = await applyVersion(register, asked)
  assert.ok(back.ok && back.value.isDone)
  assert.deepEqual(await register.whoIsWho(), before)

  // The former version waits to be begun anew: the first run takes it up again.
  for (const phase of ['weigh', 'settle']) {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', apply], {
      cwd: projectRoot(),
      env: { ...process.env, CONNECTION: JSON.stringify(register.connection), MODEL: String(model) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const exited = once(child, 'exit')
    for (let waited = 0; waited < 2_000; waited += 1) {
      const at = await progress(model)
      if (at.phase === phase && at.shard > 15_000) break
      await sleep(20)
    }
    child.kill('SIGKILL')
    await exited
    await sleep(200)
    const at = await progress(model)
    assert.equal(at.phase, phase, 'it was killed in the middle')
  }
  const rest = await applyVersion(register, { ...asked, model })
  assert.ok(rest.ok && rest.value.isDone && rest.value.weighed === 0)
  assert.deepEqual(await register.whoIsWho(), after)
})
