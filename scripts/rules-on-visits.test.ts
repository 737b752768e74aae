/** The rules against whole visits: the samples, a pretend province, and each rule broken inside a good visit. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '#foundation/project'
import type { FacilityMessage, TableId, TableRow } from '#vocabulary/bhyt'
import { normOf } from '#vocabulary/bhyt'
import { checkRules, type Rule, readerChecks, ruleOf, rules } from '#vocabulary/rules'
import { generateVisits } from '../province/index.ts'
import { bhytFormat, defaultLimits, problemCodes } from '../src/record/intake/bhyt-xml/index.ts'
import { exampleMessage } from '../src/vocabulary/rules/testing.ts'

const now = '202610101200'

function read(bytes: Uint8Array): FacilityMessage[] {
  const splitter = bhytFormat.splitter(defaultLimits)
  const events = [...splitter.push(bytes), ...splitter.finish()]
  const head = events.find((event) => event.kind === 'head')
  assert.ok(head?.kind === 'head')
  return events.flatMap((event) => {
    if (event.kind !== 'record' || !event.bytes) return []
    const { message } = bhytFormat.readRecord(event.bytes, { ...head, number: event.number })
    return message && 'tables' in message ? [message as FacilityMessage] : []
  })
}

const options = { seed: 11, persons: 500, visits: 2_000, from: '2024-07-01', to: '2026-09-30' }
const visits = [...generateVisits(options)].flatMap(({ bytes }) => read(bytes))

/** What the pretend province does wrong on purpose or does not know, and how often at most. */
const expected: Readonly<Record<string, number>> = {
  // 3 % of visits leave the card out.
  'R-XML1-050': 0.04,
}

test('a pretend province of good visits breaks no rule but those it breaks on purpose', () => {
  const counts = new Map<string, number>()
  for (const visit of visits)
    for (const code of new Set(checkRules(visit, { now }).map((problem) => problem.code)))
      counts.set(code, (counts.get(code) ?? 0) + 1)
  assert.equal(visits.length, options.visits)
  for (const [code, count] of counts) {
    assert.notEqual(ruleOf(code)?.severity, 'error', code)
    assert.ok(count / visits.length <= (expected[code] ?? 0.02), `${code}: ${count} of ${visits.length}`)
  }
})

test('the sample files have no error of a rule', () => {
  const folder = join(projectRoot(), 'fixtures', 'bhyt')
  let seen = 0
  for (const file of readdirSync(folder).filter((name) => /\.(?:xml|json)$/.test(name)))
    for (const message of read(readFileSync(join(folder, file)))) {
      seen++
      const errors = checkRules(message, { now }).filter(({ severity }) => severity === 'error')
      assert.deepEqual(errors, [], file)
    }
  assert.ok(seen >= 8)
})

/** The example laid over a good visit: its rows replace the visit's first rows field by field, its tables stand in for them. */
function laidOver(visit: FacilityMessage, rule: Rule, example: Rule['pass']): FacilityMessage {
  const own = exampleMessage(example)
  const tables: Partial<Record<TableId, readonly TableRow[]>> = { ...visit.tables }
  for (const id of Object.keys({ ...own.tables, ...rule.pass.tables, ...rule.fail.tables }) as TableId[])
    if (id !== 'XML1') tables[id] = own.tables[id] ?? []
  // What is asked of all lines together is asked of the example's lines only.
  if (rule.id.startsWith('R-VISIT'))
    for (const id of ['XML2', 'XML3'] as const) tables[id] = own.tables[id] ?? []
  // Fields that the rule reads come from the example alone, the rest from the visit.
  const read = new Set([...rule.fields, ...Object.keys(own.tables.XML1?.[0]?.values ?? {})])
  const kept = Object.entries(visit.tables.XML1![0]!.values).filter(([field]) => !read.has(field))
  const values = { ...Object.fromEntries(kept), ...own.tables.XML1![0]!.values }
  tables.XML1 = [{ row: 1, values }]
  return {
    ...visit,
    norm: example.norm ?? normOf(values.NGAY_RA ?? values.NGAY_VAO),
    facilityCode: values.MA_CSKCB!,
    tables,
  }
}

test('each rule is found when it is broken inside a whole good visit, and not when it is kept there', () => {
  const ofVisits = rules.filter((rule) => exampleMessage(rule.pass).kind === 'visit')
  assert.ok(ofVisits.length > 300)
  ofVisits.forEach((rule, n) => {
    for (const visit of [visits[(n * 7) % visits.length]!, visits[(n * 13 + 5) % visits.length]!]) {
      const codes = (example: Rule['pass']) =>
        checkRules(laidOver(visit, rule, example), { now, ...example.options }).map(({ code }) => code)
      assert.ok(codes(rule.fail).includes(rule.id), `${rule.id} is not found in ${visit.visitLinkId}`)
      assert.ok(!codes(rule.pass).includes(rule.id), `${rule.id} is found in a good ${visit.visitLinkId}`)
    }
  })
})

/** A number to break things with; the same on every machine. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}

type Change = (values: Readonly<Record<string, string>>) => Readonly<Record<string, string>>

/** For a declarative check, a random change of a good row that must break it; null where only code knows. */
function mutation({ check }: Rule, random: (below: number) => number): Change | null {
  const beyond = () => 3 + random(1_000_000)
  const plus =
    (field: string): Change =>
    (values) => ({
      ...values,
      [field]: (
        Number(values[field]) + (check.kind === 'at-most' ? Number.MAX_SAFE_INTEGER / 2 : beyond())
      ).toFixed(0),
    })
  const drop =
    (field: string): Change =>
    (values) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => name !== field))
  const set =
    (field: string, value: string): Change =>
    (values) => ({ ...values, [field]: value })
  switch (check.kind) {
    case 'required':
      return drop(check.fields[random(check.fields.length)]!)
    case 'product':
    case 'sum':
    case 'at-most':
      return plus(check.field)
    case 'range': {
      const field = check.fields[0]!
      if (check.max !== undefined) return set(field, String(check.max + beyond()))
      return set(field, String((check.min ?? check.above!) - beyond()))
    }
    case 'in':
      return set(check.field, `?${random(1_000)}`)
    case 'refers':
      return set(check.field, `99.${random(9_999)}.0000`)
    case 'time': {
      const year = check.must === 'not-before' ? 1960 + random(40) : 2060 + random(40)
      return (values) => ({
        ...values,
        [check.field]: `${year}${(values[check.field] ?? '202601010000').slice(4)}`,
      })
    }
    default:
      return null
  }
}

test('a random change of a good row that breaks a declared check is always found', () => {
  const random = numbers(7)
  let tried = 0
  for (const rule of rules)
    for (let n = 0; n < 20; n++) {
      const change = mutation(rule, random)
      if (!change) break
      const good = exampleMessage(rule.pass)
      const rows = good.tables[rule.check.table]
      if (!rows?.length) break
      const [first, ...others] = rows
      const broken = {
        ...good,
        tables: {
          ...good.tables,
          [rule.check.table]: [{ ...first!, values: change(first!.values) }, ...others],
        },
      }
      const codes = checkRules(broken, { now, ...rule.pass.options }).map(({ code }) => code)
      assert.ok(codes.includes(rule.id), `${rule.id} ${JSON.stringify(change(first!.values))}`)
      tried++
    }
  assert.ok(tried > 3_000)
})

test('every code of the reader has its source and examples in the list, and no code that is gone', () => {
  assert.deepEqual(
    [...problemCodes.keys()].filter((code) => !readerChecks[code]),
    [],
  )
  assert.deepEqual(
    Object.keys(readerChecks).filter((code) => !(problemCodes as ReadonlyMap<string, string>).has(code)),
    [],
  )
})
