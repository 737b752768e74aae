import type { FacilityMessage, TableId, TableRow } from '#vocabulary/bhyt'
import type { RuleOptions, Values } from './rule-options.types.ts'

const decimal = /^-?\d{1,30}(?:\.\d{1,12})?$/
const none: Values = {}
const noRows: readonly TableRow[] = []

/** One message as the rules look at it: what several rules ask is worked out once. */
export class Visit {
  readonly message: FacilityMessage
  readonly options: RuleOptions
  /** Row 1 of XML1 (or of the table that is the message). */
  readonly summary: Values
  /** The day whose rules apply: of NGAY_RA, else of NGAY_VAO; empty when neither is there. */
  readonly day: string
  readonly now: string | undefined
  readonly #numbers = new Map<string, number>()
  readonly #values = new Map<string, ReadonlySet<string>>()
  #ageDays: number | null | undefined

  constructor(message: FacilityMessage, options: RuleOptions) {
    this.message = message
    this.options = options
    this.now = options.now
    const { XML1, XML0, GBT, GKSKLX } = message.tables
    this.summary = (XML1 ?? XML0 ?? GBT ?? GKSKLX)?.[0]?.values ?? none
    this.day = dayOfMessage(this.summary)
  }

  rows(table: TableId): readonly TableRow[] {
    return this.message.tables[table] ?? noRows
  }

  /** A decimal as a double; NaN when it is absent or not a decimal. Money is decided in `compile/exact.ts`. */
  number(text: string | undefined): number {
    if (text === undefined) return Number.NaN
    let value = this.#numbers.get(text)
    if (value === undefined) {
      value = decimal.test(text) ? Number(text) : Number.NaN
      this.#numbers.set(text, value)
    }
    return value
  }

  /** Every value of a column, lists taken apart. */
  valuesOf(table: TableId, field: string): ReadonlySet<string> {
    const key = `${table} ${field}`
    let found = this.#values.get(key)
    if (!found) {
      const all = new Set<string>()
      for (const { values } of this.rows(table)) for (const part of partsOf(values[field])) all.add(part)
      found = all
      this.#values.set(key, found)
    }
    return found
  }

  /** Whole days from birth to arrival; null when the day of birth is not known. */
  get ageDays(): number | null {
    if (this.#ageDays === undefined)
      this.#ageDays = daysBetween(this.summary.NGAY_SINH, this.summary.NGAY_VAO)
    return this.#ageDays
  }

  /** Age in years on arrival as far as the year of birth says; null when it is not there. */
  get ageYears(): number | null {
    const { NGAY_SINH: born, NGAY_VAO: arrived } = this.summary
    if (!born || !arrived || !/^\d{4}/.test(born) || !/^\d{4}/.test(arrived)) return null
    const years = Number(arrived.slice(0, 4)) - Number(born.slice(0, 4))
    const birthday = born.slice(4, 8)
    return birthday !== '0000' && arrived.slice(4, 8) < birthday ? years - 1 : years
  }
}

function dayOfMessage(summary: Values): string {
  const time = summary.NGAY_RA ?? summary.NGAY_VAO ?? summary.NGAY_TV
  if (time !== undefined) return time.slice(0, 8)
  return summary.NGAYKETLUAN?.split('/').reverse().join('') ?? ''
}

/** `A; B;` is A and B. */
export function partsOf(text: string | undefined): readonly string[] {
  if (!text) return []
  if (!text.includes(';')) return [text]
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

const dayMs = 86_400_000

/** Minutes since 1970 of a `yyyyMMddHHmm`; null when it is not a whole time. */
export function minutesOf(time: string | undefined): number | null {
  if (!time || !/^\d{12}$/.test(time)) return null
  const day = msOfDay(time)
  return day === null ? null : day / 60_000 + Number(time.slice(8, 10)) * 60 + Number(time.slice(10, 12))
}

/** Whole days between two dates (`yyyyMMdd…`); null when one is not a whole day. */
export function daysBetween(from: string | undefined, to: string | undefined): number | null {
  const start = from ? msOfDay(from) : null
  const end = to ? msOfDay(to) : null
  return start === null || end === null ? null : Math.round((end - start) / dayMs)
}

function msOfDay(text: string): number | null {
  if (!/^\d{8}/.test(text)) return null
  const [month, day] = [Number(text.slice(4, 6)), Number(text.slice(6, 8))]
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  return Date.UTC(Number(text.slice(0, 4)), month - 1, day)
}
