import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { projectRoot } from '#foundation/project'
import { compileView } from './compile-view.ts'
import { rowsOf } from './rows-of.ts'
import type { Row } from './view.types.ts'

const folder = join(projectRoot(), '../shared/reference/fhir/suites/sql-on-fhir')

interface PublicFile {
  readonly resources: readonly unknown[]
  readonly tests: readonly {
    readonly title: string
    readonly view: unknown
    readonly expect?: readonly Row[]
    readonly expectColumns?: readonly string[]
    readonly expectError?: boolean
  }[]
}

/** The rows of all resources, or the code of what went wrong. */
function rowsIn(view: unknown, resources: readonly unknown[]): Row[] | string {
  const compiled = compileView(view)
  if (!compiled.ok) return compiled.problem.code
  const rows: Row[] = []
  for (const resource of resources) {
    const found = rowsOf(compiled.value, resource)
    if (!found.ok) return found.problem.code
    rows.push(...found.value)
  }
  return rows
}

/** Rows as a set: the public cases say nothing of their order. */
const asSet = (rows: readonly Row[]) =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort()

test('the public cases come out as they should', {
  skip: existsSync(folder) ? false : 'the reference data (../shared/reference/fhir) are not here',
}, () => {
  let count = 0
  for (const name of readdirSync(folder)) {
    const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as PublicFile
    for (const { title, view, expect, expectColumns, expectError } of file.tests) {
      const rows = rowsIn(view, file.resources)
      const label = `${name}: ${title}`
      if (expectError) assert.equal(typeof rows, 'string', label)
      else {
        assert.ok(Array.isArray(rows), `${label}: ${rows}`)
        assert.deepEqual(asSet(rows), asSet(expect!), label)
        if (expectColumns) assert.deepEqual(Object.keys(rows[0]!), expectColumns, label)
      }
      count++
    }
  }
  assert.ok(count >= 68, `${count}`)
})

const patients = [
  {
    resourceType: 'Patient',
    id: 'p1',
    active: true,
    birthDate: '1980-02',
    name: [
      { use: 'official', family: 'Nguyễn', given: ['Văn', 'An'] },
      { use: 'nickname', given: ['Tí'] },
    ],
    contact: [
      {
        name: { family: 'Trần' },
        telecom: [
          { system: 'phone', value: '1' },
          { system: 'email', value: 'a' },
        ],
      },
    ],
    link: [{ other: { reference: 'Patient/p1' } }],
  },
  {
    resourceType: 'Patient',
    id: 'p2',
    link: [{ other: { reference: 'http://x.vn/fhir/Patient/p9/_history/2' } }],
  },
]
const column = (name: string, path: string, more: Row = {}) => ({ name, path, ...more })
const ids = { column: [column('id', 'id')] }
const rows = (view: Row, resources: readonly unknown[] = patients) => {
  const found = rowsIn({ resource: 'Patient', ...view }, resources)
  assert.ok(Array.isArray(found), `${found}`)
  return found
}

describe('selects', () => {
  test('forEach leaves out whoever has none, forEachOrNull keeps them', () => {
    const name = { column: [column('family', 'family'), column('n', '%rowIndex', { type: 'integer' })] }
    assert.deepEqual(rows({ select: [ids, { forEach: 'name', ...name }] }), [
      { id: 'p1', family: 'Nguyễn', n: 0 },
      { id: 'p1', family: null, n: 1 },
    ])
    assert.deepEqual(rows({ select: [ids, { forEachOrNull: 'name', ...name }] }).at(-1), {
      id: 'p2',
      family: null,
      n: 0,
    })
  })

  test('selects beside each other are crossed, in the order of the columns', () => {
    const found = rows({
      select: [
        { forEach: 'name', column: [column('use', 'use')] },
        { forEach: 'contact.telecom', column: [column('value', 'value')] },
      ],
    })
    assert.deepEqual(
      found.map((row) => Object.values(row).join()),
      ['official,1', 'official,a', 'nickname,1', 'nickname,a'],
    )
  })

  test('a select inside a forEach starts from its items, and knows its own number', () => {
    const found = rows({
      select: [
        {
          forEach: 'contact',
          column: [column('c', '%rowIndex')],
          select: [{ forEach: 'telecom', column: [column('t', '%rowIndex'), column('v', 'value')] }],
        },
      ],
    })
    assert.deepEqual(found, [
      { c: 0, t: 0, v: '1' },
      { c: 0, t: 1, v: 'a' },
    ])
  })

  test('unionAll puts the rows of its branches one after the other', () => {
    const found = rows({
      select: [
        ids,
        {
          unionAll: [
            { forEach: 'name.given', column: [column('x', '$this')] },
            { forEachOrNull: 'contact.name', column: [column('x', 'family')] },
          ],
        },
      ],
    })
    assert.deepEqual(
      found.map(({ id, x }) => `${id} ${x}`),
      ['p1 Văn', 'p1 An', 'p1 Tí', 'p1 Trần', 'p2 null'],
    )
  })

  test('repeat follows its paths down, each item before what lies below it', () => {
    const answers = {
      resourceType: 'QuestionnaireResponse',
      id: 'q',
      item: [
        {
          linkId: '1',
          item: [
            { linkId: '1.1', answer: [{ valueString: 'x', item: [{ linkId: '1.1.1' }] }] },
            { linkId: '1.2' },
          ],
        },
        { linkId: '2' },
      ],
    }
    const found = rows(
      {
        resource: 'QuestionnaireResponse',
        select: [
          { repeat: ['item', 'answer.item'], column: [column('at', '%rowIndex'), column('link', 'linkId')] },
        ],
      },
      [answers],
    )
    assert.deepEqual(
      found.map(({ at, link }) => `${at} ${link}`),
      ['0 1', '1 1.1', '2 1.1.1', '3 1.2', '4 2'],
    )
  })
})

describe('columns', () => {
  test('keys of resources and references are the same words', () => {
    const found = rows({
      select: [
        {
          column: [
            column('self', 'getResourceKey()'),
            column('other', 'link.other.getReferenceKey(Patient)'),
            column('wrong', 'link.other.getReferenceKey(Observation)'),
            column('same', 'getResourceKey() = link.other.getReferenceKey()'),
          ],
        },
      ],
    })
    assert.deepEqual(found, [
      { self: 'Patient/p1', other: 'Patient/p1', wrong: null, same: true },
      { self: 'Patient/p2', other: 'Patient/p9', wrong: null, same: false },
    ])
  })

  test('a list is given whole where the column is a collection, and is refused where it is not', () => {
    assert.deepEqual(rows({ select: [{ column: [column('given', 'name.given', { collection: true })] }] }), [
      { given: ['Văn', 'An', 'Tí'] },
      { given: [] },
    ])
    assert.equal(
      rowsIn({ resource: 'Patient', select: [{ column: [column('given', 'name.given')] }] }, patients),
      'VIEW_DATA',
    )
    assert.deepEqual(rows({ select: [{ column: [column('all', "name.given.join('-')")] }] }), [
      { all: 'Văn-An-Tí' },
      { all: '' },
    ])
  })

  test('a whole element needs its type, and is given as its JSON', () => {
    const select = (more: Row) => [{ column: [column('name', 'name.first()', more)] }]
    assert.deepEqual(rows({ select: select({ type: 'HumanName' }) })[0], { name: patients[0]!.name![0] })
    assert.equal(rowsIn({ resource: 'Patient', select: select({}) }, patients), 'VIEW_DATA')
  })

  test('constants have the type that they are declared with', () => {
    const view = {
      constant: [
        { name: 'day', valueDate: '1980-02-01' },
        { name: 'first', valueInteger: 0 },
        { name: 'use', valueCode: 'official' },
      ],
      select: [
        {
          column: [
            column('open', 'birthDate = %day'),
            column('family', 'name.where(use = %use)[%first].family'),
          ],
        },
      ],
    }
    assert.deepEqual(rows(view), [
      { open: null, family: 'Nguyễn' },
      { open: null, family: null },
    ])
  })

  test('columns are described in the order of the rows', () => {
    const view = compileView({
      resource: 'Patient',
      select: [
        ids,
        {
          column: [
            column('b', 'birthDate', { type: 'http://hl7.org/fhir/StructureDefinition/date' }),
            column('g', 'name.given', { collection: true }),
          ],
        },
      ],
    })
    assert.ok(view.ok)
    assert.deepEqual(view.value.columns, [
      { name: 'id', type: 'string', collection: false },
      { name: 'b', type: 'date', collection: false },
      { name: 'g', type: 'string', collection: true },
    ])
  })
})

describe('where', () => {
  test('only what is true stays; nothing is not true', () => {
    assert.deepEqual(rows({ select: [ids], where: [{ path: 'active' }, { path: 'name.exists()' }] }), [
      { id: 'p1' },
    ])
    assert.deepEqual(rows({ select: [ids], where: [{ path: 'active.not()' }] }), [])
    assert.deepEqual(rows({ select: [ids] }, [{ resourceType: 'Observation', id: 'o' }, null, 'x', 7]), [])
  })

  test('a condition that is no yes or no is an error', () => {
    assert.equal(
      rowsIn({ resource: 'Patient', select: [ids], where: [{ path: 'id' }] }, patients),
      'VIEW_DATA',
    )
  })
})

test('definitions that the specification forbids are refused with the place', () => {
  const good = { resource: 'Patient', select: [ids] }
  const bad: Record<string, unknown> = {
    'no object': null,
    'no resource': { select: [ids] },
    'unknown resource': { ...good, resource: 'Benhnhan' },
    'no select': { resource: 'Patient' },
    'no column': { resource: 'Patient', select: [{ forEach: 'name' }] },
    'wrong path': { resource: 'Patient', select: [{ forEach: '@@', column: [column('a', 'id')] }] },
    'wrong type': { resource: 'Patient', select: [{ forEach: 1 }] },
    'two iterations': {
      resource: 'Patient',
      select: [{ forEach: 'name', repeat: ['name'], column: [column('a', 'id')] }],
    },
    'bad name': { resource: 'Patient', select: [{ column: [column('drop table', 'id')] }] },
    'same name twice': { resource: 'Patient', select: [ids, ids] },
    'other columns in a union': {
      resource: 'Patient',
      select: [{ unionAll: [ids, { column: [column('x', 'id')] }] }],
    },
    'other order in a union': {
      resource: 'Patient',
      select: [
        {
          unionAll: [
            { column: [column('a', 'id'), column('b', 'id')] },
            { column: [column('b', 'id'), column('a', 'id')] },
          ],
        },
      ],
    },
    'unknown constant': { resource: 'Patient', select: [{ column: [column('a', '%nobody')] }] },
    'constant without value': { ...good, constant: [{ name: 'a' }] },
    'constant with two values': { ...good, constant: [{ name: 'a', valueString: 'x', valueCode: 'x' }] },
    'constant of another type': { ...good, constant: [{ name: 'a', valueInteger: 'x' }] },
    'constant twice': {
      ...good,
      constant: [
        { name: 'a', valueCode: 'x' },
        { name: 'a', valueCode: 'y' },
      ],
    },
  }
  assert.ok(compileView(good).ok)
  for (const [label, view] of Object.entries(bad))
    assert.equal(rowsIn(view, patients), 'VIEW_DEFINITION', label)
  const told = compileView(bad['other columns in a union'])
  assert.ok(!told.ok && told.problem.message.includes('select[0].unionAll[1]'))
})

test('views without bottom or end are refused or given up', () => {
  let select: Row = ids
  for (let i = 0; i < 20_000; i++) select = { select: [select] }
  assert.equal(rowsIn({ resource: 'Patient', select: [select] }, patients), 'VIEW_DEFINITION')
  assert.equal(
    rowsIn({ resource: 'Patient', select: [{ repeat: ['$this'], column: [column('a', 'id')] }] }, patients),
    'VIEW_DATA',
  )
  const many = { resourceType: 'Patient', name: Array.from({ length: 300 }, () => ({ family: 'x' })) }
  const cross = ['a', 'b', 'c'].map((name) => ({ forEach: 'name', column: [column(name, 'family')] }))
  assert.equal(rowsIn({ resource: 'Patient', select: cross }, [many]), 'VIEW_DATA')
  // An item costs what its branches make of it, not one.
  const branches = Array.from({ length: 200 }, () => ({ column: [column('a', 'family')] }))
  const wide = { forEach: 'name', unionAll: Array.from({ length: 100 }, () => ({ unionAll: branches })) }
  assert.equal(rowsIn({ resource: 'Patient', select: [wide] }, [many]), 'VIEW_DATA')
})
