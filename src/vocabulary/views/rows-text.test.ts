import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Batches,
  compileView,
  type RowFormat,
  resourcesIn,
  rowContentType,
  rowFormat,
  rowsText,
  rowWriter,
  type View,
  viewInBinary,
} from '#vocabulary/views'

const view = (): View => {
  const compiled = compileView({
    resourceType: 'ViewDefinition',
    status: 'active',
    resource: 'Patient',
    select: [
      {
        column: [
          { name: 'id', path: 'id' },
          { name: 'family', path: 'name.first().family' },
          { name: 'given', path: 'name.first().given', collection: true },
        ],
      },
    ],
  })
  assert.ok(compiled.ok)
  return compiled.value
}
const patient = (id: string, family?: string) => ({
  resourceType: 'Patient',
  id,
  ...(family === undefined ? {} : { name: [{ family, given: ['Thị', 'An'] }] }),
})

async function text(format: RowFormat, goes: readonly Batches[], limit = 100, header = true) {
  const made = view()
  const writer = rowWriter(format, made, header)
  const rows = rowsText(made, writer, limit)
  let all = writer.start
  for (const batches of goes) for await (const piece of rows.pieces(batches)) all += piece
  return { all: all + writer.end, count: rows.count() }
}
const written = async (format: RowFormat, resources: unknown[], header = true) =>
  (await text(format, [[resources]], 100, header)).all

test('rows as a table: quotes where they are needed, nothing for nothing, lists as JSON', async () => {
  const csv = await written('csv', [patient('1', 'Nguyễn, "bé"'), patient('2'), patient('3', 'Lê\nVăn')])
  assert.equal(
    csv,
    'id,family,given\r\n1,"Nguyễn, ""bé""","[""Thị"",""An""]"\r\n2,,[]\r\n3,"Lê\nVăn","[""Thị"",""An""]"\r\n',
  )
  assert.equal(await written('csv', [patient('2')], false), '2,,[]\r\n')
})

test('rows as JSON and line by line', async () => {
  assert.deepEqual(JSON.parse(await written('json', [patient('1'), patient('2')])), [
    { id: '1', family: null, given: [] },
    { id: '2', family: null, given: [] },
  ])
  assert.equal(await written('json', []), '[]')
  const lines = (await written('ndjson', [patient('1'), patient('2')])).trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).id),
    ['1', '2'],
  )
})

test('a limit stops the reading as soon as it is reached', async () => {
  let asked = 0
  function* endless() {
    for (;;) yield [patient(String(++asked))]
  }
  const { all, count } = await text('ndjson', [endless()], 3)
  assert.equal(all.trimEnd().split('\n').length, 3)
  assert.deepEqual([asked, count], [3, 3])
})

test('resources that come in several goes make one list', async () => {
  const { all, count } = await text('json', [[[patient('1')]], [], [[patient('2')], [patient('3')]]])
  assert.deepEqual(
    JSON.parse(all).map(({ id }: { id: string }) => id),
    ['1', '2', '3'],
  )
  assert.equal(count, 3)
})

test('lines are found however the bytes are cut, also within a letter', async () => {
  const whole = Buffer.from('{"n":"Đặng"}\n{"n":"Ất"}\n\n{"n":"Ơn"}')
  for (let size = 1; size < whole.length; size += 1) {
    async function* cut() {
      for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
    }
    const found: unknown[] = []
    for await (const some of resourcesIn(cut())) found.push(...some)
    assert.deepEqual(found, [{ n: 'Đặng' }, { n: 'Ất' }, { n: 'Ơn' }])
  }
})

test('formats by short name and by MIME type, also with a + that arrived as a space', () => {
  assert.equal(rowFormat('CSV'), 'csv')
  assert.equal(rowFormat('application/fhir json'), 'json')
  assert.equal(rowFormat('application/x-ndjson'), 'ndjson')
  assert.equal(rowFormat('parquet'), null)
  assert.equal(rowFormat('__proto__'), null)
  assert.equal(rowContentType('csv', false), 'text/csv; charset=utf-8; header=absent')
})

test('a view kept in a Binary is found; what is no JSON there is nothing', () => {
  const binary = (data: string) => JSON.stringify({ resourceType: 'Binary', contentType: 'x', data })
  const packed = Buffer.from('{"resourceType":"ViewDefinition"}').toString('base64')
  assert.deepEqual(viewInBinary(binary(packed)), { resourceType: 'ViewDefinition' })
  assert.equal(viewInBinary(binary('////')), null)
  assert.equal(viewInBinary('{"resourceType":"Binary"}'), null)
})
