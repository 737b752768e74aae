import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Sql, sql } from '#foundation/db'
import { foldName } from '#vocabulary/vietnam'
import { askVerification } from './ask-verification.ts'
import { cancelVerification } from './cancel-verification.ts'
import { noteDocument } from './note-document.ts'
import { type Fault, faultKinds } from './simulator/fault.types.ts'
import { aVerificationDesk, type VerificationDesk } from './testing.ts'

let desk: VerificationDesk
const people = Array.from({ length: 24 }, (_, index) => ({
  citizenNumber: `0791909991${String(index).padStart(2, '0')}`,
  fullName: `Nguyễn Khuyên Thoại ${['Quỳnh', 'Ngoạn', 'Khiếu'][index % 3]}`,
  birthDate: '1990-03-17',
  sex: 'female' as const,
}))
/** What only the database knows. */
const told = { fullName: 'Nguyễn Thuở Khuých', birthDate: '1991-12-29', newNumber: '079090999777' }
before(async () => {
  desk = await aVerificationDesk({ simulator: { people } })
})
after(() => desk.stop())

test('whatever the gateway says in whatever mood, no name, number or date of anybody reaches a table, a job or the log', async () => {
  const nurse = { facility: '99901', by: 'tk-1' }
  const { register } = desk.simulator
  people.forEach(({ citizenNumber, ...person }, index) => {
    desk.records.set(`R${index}`, { citizenNumber, ...person })
    if (index % 6 === 1) register.correct(citizenNumber, told)
    if (index % 6 === 2) register.replace(citizenNumber, told.newNumber, told)
  })
  desk.records.set('R99', { ...people[0]!, citizenNumber: '079190999888' })
  const faults: Fault[] = faultKinds.flatMap((kind) => [
    { kind, status: 500, ms: 900, retryAfter: '0' } as Fault,
    { kind: 'talkative' },
  ])
  desk.simulator.fail(...faults)
  for (const [recordId] of desk.records) {
    const wait = Number(recordId.slice(1)) % 2 === 0
    const asked = await askVerification(desk.deps(), { recordId, asker: nurse, reason: 'admission', wait })
    assert.ok(asked.ok)
    if (recordId === 'R3')
      await cancelVerification(desk.deps(), asked.value.verification.verificationId, nurse)
    if (recordId === 'R4')
      await noteDocument(desk.deps(), { recordId, asker: nurse, reason: 'review', method: 'document' })
  }
  const midway = await everything()
  desk.work()
  for (let i = 0; i < 3_000 && (await desk.states()).some(({ state }) => state === 'waiting'); i++)
    await sleep(20)
  const states = await desk.states()
  assert.ok(
    states.every(({ state }) => state !== 'waiting'),
    JSON.stringify(states),
  )
  for (const outcome of ['confirmed', 'differs', 'not-found', 'replaced'])
    assert.ok(
      states.some((row) => row.outcome === outcome),
      outcome,
    )

  const kept = `${midway}\n${await everything()}\n${desk.lines.join('\n')}`
  assert.ok(
    kept.includes('GIALAP') && kept.includes('population database asked'),
    'the search sees what is there',
  )
  const personal = [
    ...people.flatMap((person) => [person.citizenNumber, person.citizenNumber.slice(-9)]),
    ...[told.newNumber, '079190999888', '1990-03-17', '19900317', told.birthDate, '19911229', '17/03/1990'],
    ...['Khuyên', 'Thoại', 'Quỳnh', 'Ngoạn', 'Khiếu', 'Thuở', 'Khuých'].flatMap((word) => [
      ...[word, word.toUpperCase(), foldName(word), encodeURIComponent(word)],
      Buffer.from(word).toString('hex'),
    ]),
  ]
  for (const text of personal) assert.ok(!kept.includes(text), `${text} was kept`)
})

/** Every row of every table of the database, as text. */
async function everything(): Promise<string> {
  const tables = await desk.db.many<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`)
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await desk.db.many<{ row: string }>(rowsOf(name))
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

const rowsOf = (name: string): Sql => {
  const [schema = '', table = ''] = name.split('.')
  return sql`select t::text as row from ${sql.ident(schema, [schema])}.${sql.ident(table, [table])} t`
}
