import type { SearchValue } from '../search.types.ts'
import { dateReader, type Range } from '../values/dates.ts'
import { type Measure, measureReader } from '../values/numbers.ts'
import type { ValueTest } from './probe.ts'

type DateValue = Extract<SearchValue, { kind: 'date' }>

/**
 * FHIR R4 3.1.1.4.5. `range` is what was stored, both ends inclusive; asked is [lo, hi): of the whole second, day or year
 * that was written.
 */
export function dateRangeTest({ prefix, lo, hi }: DateValue): (range: Range) => boolean {
  const from = Date.parse(lo)
  const to = Date.parse(hi)
  const isWithin = (range: Range) => range.lo >= from && range.hi < to
  switch (prefix) {
    case 'eq':
      return isWithin
    case 'ne':
      return (range) => !isWithin(range)
    case 'gt':
      return (range) => range.hi >= to
    case 'lt':
      return (range) => range.lo < from
    case 'ge':
      return (range) => range.hi >= to || isWithin(range)
    case 'le':
      return (range) => range.lo < from || isWithin(range)
    case 'sa':
      return (range) => range.lo >= to
    case 'eb':
      return (range) => range.hi < from
    case 'ap':
      return overlapTest({ lo, hi })
  }
}

export function overlapTest({ lo, hi }: Pick<DateValue, 'lo' | 'hi'>): (range: Range) => boolean {
  const from = Date.parse(lo)
  const to = Date.parse(hi)
  return (range) => range.hi >= from && range.lo < to
}

export function dateTest(type: string, test: (range: Range) => boolean): ValueTest {
  const read = dateReader(type)
  return (value) => {
    const range = read(value)
    return range !== null && test(range)
  }
}

type NumberValue = Extract<SearchValue, { kind: 'number' | 'quantity' }>

/** FHIR R4 3.1.1.4.4: `eq` and `ne` go by the written precision, the others by the number itself. */
function numberRangeTest({
  prefix,
  value,
  lo,
  hi,
}: NumberValue): (range: { lo: number; hi: number }) => boolean {
  switch (prefix) {
    case 'eq':
      return (range) => range.lo >= lo && range.hi < hi
    case 'ne':
      return (range) => !(range.lo >= lo && range.hi < hi)
    case 'gt':
      return (range) => range.hi > value
    case 'lt':
      return (range) => range.lo < value
    case 'ge':
      return (range) => range.hi >= value
    case 'le':
      return (range) => range.lo <= value
    case 'sa':
      return (range) => range.lo > value
    case 'eb':
      return (range) => range.hi < value
    case 'ap':
      return (range) => range.hi >= lo && range.lo <= hi
  }
}

export function measureTest(type: string, asked: NumberValue): ValueTest {
  const read = measureReader(type)
  const test = numberRangeTest(asked)
  const isUnit = asked.kind === 'quantity' ? unitTest(asked) : () => true
  return (value) => {
    const measure = read(value)
    return measure !== null && isUnit(measure) && test(measure)
  }
}

/** Without a system, the code or what people read (FHIR R4 3.1.1.4.12). */
function unitTest({ system, code }: { system?: string; code?: string }): (measure: Measure) => boolean {
  if (system) return (m) => m.system === system && (code === undefined || m.code === code)
  if (code) return (m) => m.code === code || m.unit === code
  return () => true
}

/** Haversine on a sphere of the mean radius: half a per cent off at worst. */
export function nearTest({ latitude, longitude, metres }: Extract<SearchValue, { kind: 'near' }>): ValueTest {
  return (value) => {
    const at = value as { latitude?: unknown; longitude?: unknown }
    if (typeof at.latitude !== 'number' || typeof at.longitude !== 'number') return false
    return distance(latitude, longitude, at.latitude, at.longitude) <= metres
  }
}

const radius = 6_371_009
const radians = Math.PI / 180

function distance(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const a =
    Math.sin(((lat2 - lat1) * radians) / 2) ** 2 +
    Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * Math.sin(((lon2 - lon1) * radians) / 2) ** 2
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(a)))
}
