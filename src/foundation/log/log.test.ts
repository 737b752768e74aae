import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger } from '#foundation/log'
import { shortLine } from './short-line.ts'

function capture() {
  const lines: string[] = []
  return { lines, log: createLogger({ level: 'debug', to: { write: (line) => void lines.push(line) } }) }
}

test('a line is JSON with level, time, room and what was given', () => {
  const { lines, log } = capture()
  log.child({ room: 'intake' }).info({ ms: 12, receipt: '01890000-0000-8000-8000-000000000001' }, 'stored')
  const line = JSON.parse(lines[0]!)
  assert.equal(line.level, 'info')
  assert.equal(line.room, 'intake')
  assert.equal(line.ms, 12)
  assert.equal(line.receipt, '01890000-0000-8000-8000-000000000001')
  assert.match(line.time, /^\d{4}-\d\d-\d\dT/)
})

test('what PostgreSQL says about values is not written', () => {
  const { lines, log } = capture()
  const err = Object.assign(new Error('invalid input syntax: "Nguyễn Thị Hoa"'), {
    name: 'error',
    severity: 'ERROR',
    code: '23505',
    table: 'person',
    constraint: 'person_citizen_id',
    routine: '_bt_check_unique',
    detail: 'Key (citizen_id)=(079203001234) already exists.',
    where: 'COPY person, line 3: "Nguyễn Thị Hoa"',
    parameters: ['079203001234'],
    hint: 'Hoa',
  })
  log.error({ err }, 'write failed')
  assert.doesNotMatch(lines[0]!, /Hoa|079203001234/)
  const line = JSON.parse(lines[0]!)
  assert.deepEqual(
    [line.err.code, line.err.table, line.err.constraint, line.err.routine],
    ['23505', 'person', 'person_citizen_id', '_bt_check_unique'],
  )
})

test('a broken JSON body does not reach the log through its error', () => {
  const { lines, log } = capture()
  try {
    JSON.parse('{"name": "Nguyễn Thị Hoa" oops')
  } catch (err) {
    log.warn({ err }, 'bad body')
  }
  assert.doesNotMatch(lines[0]!, /Hoa/)
  assert.match(lines[0]!, /SyntaxError/)
})

test('names, payloads and numbers of people are hidden wherever they stand', () => {
  const { lines, log } = capture()
  log.info(
    {
      payload: { a: 'Hoa' },
      deep: { fullName: 'Hoa', card: 'DN 4790123456789' },
      citizen_id: '079203001234',
    },
    'so 079203001234',
  )
  assert.doesNotMatch(lines[0]!, /Hoa|079203001234|123456789/)
})

test('ids keep their digits', () => {
  const { lines, log } = capture()
  const id = '01890000-0000-8000-8000-123456789012'
  log.info({ person: id, sha: 'a123456789012' }, 'ok')
  assert.match(lines[0]!, new RegExp(id))
  assert.match(lines[0]!, /a123456789012/)
})

test('a terminal gets one short line', () => {
  assert.match(
    shortLine('{"level":"info","time":"2026-01-01T00:00:00Z","room":"store","msg":"ready","ms":3}'),
    /store {2}ready {2}ms=3\n$/,
  )
})
