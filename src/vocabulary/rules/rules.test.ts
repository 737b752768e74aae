import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TableId, tableOf } from '#vocabulary/bhyt'
import { checkRules, describeRules, type Example, readerChecks, ruleOf, rules } from './index.ts'
import { exampleMessage } from './testing.ts'

const codesOf = (example: Example) =>
  new Set(checkRules(exampleMessage(example), example.options).map(({ code }) => code))

test('every rule’s passing example breaks no rule at all', () => {
  for (const rule of rules) assert.deepEqual([...codesOf(rule.pass)], [], rule.id)
})

test('every rule’s failing example breaks that rule, and only what it says it cannot help breaking', () => {
  for (const rule of rules) {
    const found = codesOf(rule.fail)
    assert.ok(found.has(rule.id), `${rule.id} is not found`)
    found.delete(rule.id)
    assert.deepEqual([...found].sort(), [...rule.alsoBreaks].sort(), rule.id)
  }
})

test('a rule has an id of its own that names its table, and is found by it', () => {
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length)
  for (const rule of rules) {
    assert.match(rule.id, /^R-(?:XML\d{1,2}|GBT|GKSKLX|VISIT)-\d{3}$/)
    assert.equal(ruleOf(rule.id), rule)
    if (!rule.id.startsWith('R-VISIT')) assert.equal(rule.id.split('-')[1], rule.check.table)
  }
  assert.equal(ruleOf('BHYT_FILE_EMPTY'), undefined)
  assert.ok(rules.length >= 150)
})

const known = (table: TableId) =>
  new Set(
    ['4210', '4750', '3176', '1804'].flatMap(
      (norm) => tableOf(table, norm as '4750')?.fields.map((f) => f.name) ?? [],
    ),
  )

const everyTable: TableId[] = [
  'XML0',
  ...Array.from({ length: 15 }, (_, n) => `XML${n + 1}` as TableId),
  'GBT',
  'GKSKLX',
]

test('rules and examples name only fields of the dictionary', () => {
  // A rule over the whole visit reads fields of tables it does not report on.
  const all = new Set(everyTable.flatMap((table) => [...known(table)]))
  for (const rule of rules) {
    for (const field of rule.fields) assert.ok(all.has(field), `${rule.id}: ${field}`)
    for (const example of [rule.pass, rule.fail])
      for (const [table, rows] of Object.entries(exampleMessage(example).tables))
        for (const { values } of rows)
          for (const field in values)
            assert.ok(known(table as TableId).has(field), `${rule.id}: ${table} ${field}`)
  }
})

test('a sentence names the place, says what to do, and fits a narrow screen', () => {
  for (const { id, sentence, title } of rules) {
    assert.ok(sentence.startsWith('{nơi}'), id)
    assert.ok(sentence.endsWith('.') && sentence.length < 240, `${id}: ${sentence}`)
    assert.ok(title.length < 100 && !title.endsWith('.'), `${id}: ${title}`)
  }
})

test('what is only inferred or second-hand warns and never stops anybody', () => {
  for (const { id, source, severity } of rules) {
    assert.ok(source.length > 10, id)
    if (source.startsWith('secondary:')) assert.notEqual(severity, 'error', id)
  }
})

test('every hard stop of the audit system is watched by a rule or by the reader', () => {
  const stops = [
    1, 3, 4, 5, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 31, 34, 35, 36, 37,
    38, 39, 40, 41, 60, 61,
  ]
  const watched = new Set(rules.map(({ gatewayStop }) => gatewayStop))
  for (const { gatewayStop } of Object.values(readerChecks))
    for (const number of gatewayStop?.split(', ') ?? []) watched.add(Number(number))
  // 5 and 34 are one comparison said twice by the auditor, 4 and 31 another.
  assert.deepEqual(
    stops.filter((stop) => !watched.has(stop)),
    [],
  )
})

test('the list for people has the reader’s checks and every rule, without a placeholder left', () => {
  const list = describeRules([{ code: 'BHYT_BASE64', severity: 'error', message: 'Bảng XML1: hỏng.' }])
  assert.equal(list.length, rules.length + 1)
  assert.equal(list[0]!.source, readerChecks.BHYT_BASE64!.source)
  for (const { id, sentence, pass, fail } of list) {
    assert.ok(!sentence.includes('{'), id)
    assert.notEqual(pass, fail, id)
  }
})
