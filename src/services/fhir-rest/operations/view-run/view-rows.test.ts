import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileView, type View } from '#vocabulary/views'
import { rowFormat, rowWriter } from './row-writer.ts'
import { resourcesIn, viewRows } from './view-rows.ts'

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

async function text(format: 'json' | 'ndjson' | 'csv', resources: unknown[], limit = 100, header = true) {
  let all = ''
  const made = view()
  for await (const piece of viewRows([resources], made, rowWriter(format, made, header), limit)) all += piece
  return all
}

test('rows as a table: quotes where they are needed, nothing for nothing, lists as JSON', async () => {
  const csv = await text('csv', [patient('1', 'Nguyễn, "bé"'), patient('2'), patient('3', 'Lê\nVăn')])
  assert.equal(
    csv,
    'id,family,given\r\n1,"Nguyễn, ""bé""","[""Thị"",""An""]"\r\n2,,[]\r\n3,"Lê\nVăn","[""Thị"",""An""]"\r\n',
  )
  assert.equal(await text('csv', [patient('2')], 100, false), '2,,[]\r\n')
})

test('rows as JSON and line by line', async () => {
  assert.deepEqual(JSON.parse(await text('json', [patient('1'), patient('2')])), [
    { id: '1', family: null, given: [] },
    { id: '2', family: null, given: [] },
  ])
  assert.equal(await text('json', []), '[]')
  const lines = (await text('ndjson', [patient('1'), patient('2')])).trimEnd().split('\n')
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
  const made = view()
  let all = ''
  for await (const piece of viewRows(endless(), made, rowWriter('ndjson', made, true), 3)) all += piece
  assert.equal(all.trimEnd().split('\n').length, 3)
  assert.equal(asked, 3)
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
})
