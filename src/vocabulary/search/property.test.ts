import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  extractSearchIndex,
  foldText,
  matcherOf,
  paramOf,
  readSearch,
  type SearchIndex,
  type SearchParam,
  type SearchValue,
  storedAs,
  tokens,
} from './index.ts'
import { oracleValues } from './testing.ts'
import { aRandom, aResource, askedValues, type Resource } from './testing-random.ts'

/**
 * Random questions about random resources, answered three ways: by the matcher; by a plain second reading of the
 * specification over what FHIRPath finds; and by the index alone, as the store's SQL asks it.
 */
test('the matcher, a plain reading of the specification and the index give the same answer', {
  timeout: 120_000,
}, () => {
  const random = aRandom(20_261_122)
  let held = 0
  for (let round = 0; round < 6_000; round++) {
    const resource = aResource(random)
    const type = resource.resourceType
    const [name, value] = random.pick(askedValues(random, type))
    const read = readSearch(type, [[name, value]], { base: 'https://here' })
    assert.ok(read.ok && read.value.ignored.length === 0, `${type}?${name}=${value}`)
    const matches = matcherOf(read.value)(resource, { base: 'https://here' })
    const question = `${type}?${name}=${value} of ${JSON.stringify(resource)}`
    assert.equal(matches, naive(resource, name, value), question)
    const byIndex = indexed(resource, name, value)
    if (byIndex !== null) assert.equal(matches, byIndex, `by the index: ${question}`)
    if (matches) held += 1
  }
  assert.ok(held > 1_000, `${held} of 6000 held: too few to mean anything`)
})

type Loose = Record<string, never> & { coding?: Loose[]; code?: string; system?: string; value?: unknown }

function naive(resource: Resource, name: string, text: string): boolean {
  const [code = '', modifier] = name.split(':')
  const param = paramOf(resource.resourceType, code)!
  const values = oracleValues(param.expression, resource)
  if (modifier === 'missing') return (values.length === 0) === (text === 'true')
  const some = text.split(',').some((asked) => {
    if (param.type === 'composite') return naiveComposite(resource, code, asked)
    return values.some((value) => naiveValue(param, value as Loose, asked, modifier))
  })
  return modifier === 'not' ? !some : some
}

/** Only `[combo-]code-value-quantity`: a code and a quantity in the resource itself or in one component. */
function naiveComposite(resource: Resource, name: string, asked: string): boolean {
  const [code = '', quantity = ''] = asked.split('$')
  const places = [
    ...(name.startsWith('component') ? [] : [resource]),
    ...(name.startsWith('code') ? [] : ((resource.component ?? []) as Resource[])),
  ]
  return places.some(
    (place) =>
      naiveValue({ type: 'token' }, place.code as Loose, code) &&
      place.valueQuantity !== undefined &&
      naiveValue({ type: 'quantity' }, place.valueQuantity as Loose, quantity),
  )
}

function naiveValue(
  { type, targets = [] }: { type: SearchParam['type']; targets?: readonly string[] },
  value: Loose,
  asked: string,
  modifier?: string,
): boolean {
  switch (type) {
    case 'token': {
      if (typeof value !== 'object') return String(value) === asked
      const codings = value.coding ?? [value]
      const [system, code] = asked.includes('|') ? asked.split('|') : [undefined, asked]
      return codings.some(
        (each) =>
          (code === '' || (each.code ?? each.value) === code) &&
          (system === undefined || (each.system ?? '') === system),
      )
    }
    case 'reference': {
      const reference = String((value as { reference?: unknown }).reference)
      // An id alone may be of any type that the parameter points at.
      const own = reference.replace('https://here/', '')
      const wanted = asked.replace('https://here/', '')
      return wanted.includes('/') ? own === wanted : targets.some((target) => own === `${target}/${wanted}`)
    }
    case 'string': {
      const { family, given } = value as { family?: string; given?: string[] }
      const parts =
        typeof value === 'string' ? [value] : [family, ...(given ?? [])].filter((each) => each !== undefined)
      if (modifier === 'exact') return parts.includes(asked as never)
      const whole = foldText(parts.join(' '))
      if (modifier === 'contains') return whole.includes(foldText(asked))
      return typeof value === 'string'
        ? whole.startsWith(foldText(asked))
        : ` ${whole}`.includes(` ${foldText(asked)}`)
    }
    case 'date': {
      const { start, end } =
        typeof value === 'string' ? { start: value, end: value } : (value as { start?: string; end?: string })
      const lo = start === undefined ? Number.NEGATIVE_INFINITY : naiveDate(start)[0]
      // A stored time is an instant, a stored day or month covers it whole.
      const hi =
        end === undefined
          ? Number.POSITIVE_INFINITY
          : end.length > 10
            ? naiveDate(end)[0]
            : naiveDate(end)[1] - 1
      return naiveRange(asked, (rest) => naiveDate(rest), lo, hi, true)
    }
    case 'quantity': {
      const [number = '', system, unit] = asked.split('|')
      const {
        value: at,
        comparator,
        code,
        system: own,
      } = value as { value: number; comparator?: string; code?: string; system?: string }
      if (unit && (code !== unit || (system && own !== system))) return false
      const lo = comparator === '<' ? -1e308 : at
      const hi = comparator === '>' ? 1e308 : at
      return naiveRange(number, naivePrecision, lo, hi, false)
    }
    default:
      throw new Error(type)
  }
}

/** The table of FHIR R4 3.1.1.4.3, written once more. Numbers compare by themselves, dates by what they cover. */
function naiveRange(
  asked: string,
  read: (text: string) => [number, number],
  lo: number,
  hi: number,
  isDate: boolean,
): boolean {
  const [, prefix = 'eq', rest = ''] = /^([a-z]{2})?(.*)$/.exec(asked) ?? []
  const [from, to] = read(rest)
  const at = Number(rest)
  const within = lo >= from && hi < to
  const above = isDate ? hi >= to : hi > at
  const below = isDate ? lo < from : lo < at
  const table: Record<string, boolean> = {
    ...{ eq: within, ne: !within, gt: above, lt: below },
    ge: above || (isDate ? within : hi >= at),
    le: below || (isDate ? within : lo <= at),
    sa: isDate ? lo >= to : lo > at,
    eb: isDate ? hi < from : hi < at,
  }
  return table[prefix]!
}

const naivePrecision = (text: string): [number, number] => {
  const decimals = text.split('.')[1]?.length ?? 0
  const half = 0.5 / 10 ** decimals
  const round = (n: number) => Number(n.toFixed(decimals + 1))
  return [round(Number(text) - half), round(Number(text) + half)]
}

function naiveDate(text: string): [number, number] {
  const [year = 0, month, day] = text.slice(0, 10).split('-').map(Number)
  const utc = (y: number, m: number, d: number) => Date.UTC(y, m, d) - 7 * 3_600_000
  if (text.length > 10) return [Date.parse(text), Date.parse(text) + (text.includes('.') ? 1 : 1000)]
  if (day) return [utc(year, month! - 1, day), utc(year, month! - 1, day + 1)]
  return month ? [utc(year, month - 1, 1), utc(year, month, 1)] : [utc(year, 0, 1), utc(year + 1, 0, 1)]
}

/** What the store's SQL sees; null where it looks at the row itself. */
function indexed(resource: Resource, name: string, text: string): boolean | null {
  const index = extractSearchIndex(resource, { base: 'https://here' })
  const [code = '', modifier] = name.split(':')
  const stored = storedAs(paramOf(resource.resourceType, code)!)
  const has = (param: SearchParam) => ((index.present >> BigInt(param.bit)) & 1n) === 1n
  if (modifier === 'missing') return stored.some(has) === (text === 'false')
  if (modifier === 'exact' || (code === 'identifier' && text.startsWith('|'))) return null
  const answers = stored.map((param) => {
    const read = readSearch(resource.resourceType, [[param.code, text]], { base: 'https://here' })
    const condition = read.ok ? read.value.where[0] : undefined
    if (condition?.kind !== 'param') return null
    const each = condition.values.map((value) => byIndex(index, param, value, modifier))
    return each.includes(null) ? null : each.includes(true)
  })
  if (answers.includes(null)) return null
  return answers.includes(true) !== (modifier === 'not')
}

function byIndex(
  index: SearchIndex,
  param: SearchParam,
  value: SearchValue,
  modifier?: string,
): boolean | null {
  const has = (token: string) => index.tokens.includes(token)
  const pointsAt = (type: string, id: string) =>
    (param.isPatientColumn && type === 'Patient' && index.patient === id) ||
    has(tokens.reference(param.code, `${type}/${id}`))
  const numbers = (code: string | null, asked: { prefix: string; value: number; lo: number; hi: number }) =>
    index.numbers.some(
      (row) =>
        row.param === param.number &&
        (code === null || row.code === code) &&
        naiveRange(`${asked.prefix}${asked.value}`, () => [asked.lo, asked.hi], row.lo, row.hi, false),
    )
  switch (value.kind) {
    case 'token':
      if (value.code === undefined || value.system === '') return null
      return has(
        value.system === undefined
          ? tokens.anyCoding(param.code, value.code)
          : tokens.coding(param.code, value.system, value.code),
      )
    case 'reference':
      if (value.type !== undefined) return pointsAt(value.type, value.id!)
      return param.targets.some((type) => pointsAt(type, value.id!))
    case 'string':
      return index.strings.some(
        (row) =>
          row.param === param.number &&
          (modifier === 'contains' ? row.text.includes(value.folded) : row.text.startsWith(value.folded)),
      )
    case 'date': {
      const rows = param.isMainDate
        ? ((index.present >> BigInt(param.bit)) & 1n) === 1n
          ? [{ lo: index.start, hi: index.end }]
          : []
        : index.dates.filter((row) => row.param === param.number)
      const bounds: [number, number] = [Date.parse(value.lo), Date.parse(value.hi)]
      const ms = (iso: string | null, open: number) => (iso === null ? open : Date.parse(iso))
      return rows.some(({ lo, hi }) =>
        naiveRange(
          value.prefix,
          () => bounds,
          ms(lo, Number.NEGATIVE_INFINITY),
          ms(hi, Number.POSITIVE_INFINITY),
          true,
        ),
      )
    }
    case 'quantity': {
      const isNamed = value.system !== undefined && value.code !== undefined
      if (!isNamed && value.code !== undefined) return null
      return numbers(isNamed ? `${value.system}|${value.code}` : null, value)
    }
    case 'composite': {
      const [first, second] = value.parts
      if (first?.kind !== 'token' || first.system !== undefined || second?.kind !== 'quantity') return null
      return second.code === undefined ? numbers(tokens.compositePart(first.code!), second) : null
    }
    default:
      return null
  }
}
