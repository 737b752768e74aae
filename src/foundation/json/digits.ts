import { writeString } from './write-string.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * How numbers were written: `1.10` and `1e2` are the numbers 1.1 and 100 in JavaScript, and FHIR R4 2.24.0.1 wants the
 * digits back. Kept beside the values, by the array or object a number stands in; a text counts only while the very
 * number is still there, so values may be changed in place freely.
 */
export class Digits {
  readonly #kept = new Map<object, Map<string | number, string>>()

  /** Notes that the number `holder[key]` was written as `raw`. */
  keep(holder: object, key: string | number, raw: string): void {
    const known = this.#kept.get(holder)
    if (known) known.set(key, raw)
    else this.#kept.set(holder, new Map([[key, raw]]))
  }

  get isEmpty(): boolean {
    return this.#kept.size === 0
  }

  /** The text of the number that `holder[key]` is now. */
  textOf(holder: object, key: string | number, value: number): string {
    const raw = this.#kept.get(holder)?.get(key)
    return raw !== undefined && Object.is(Number(raw), value) ? raw : (JSON.stringify(value) ?? 'null')
  }

  /** A deep copy of a JSON value whose digits are kept in `from`; they are kept here for the copy. */
  copy<T>(value: T, from: Digits): T {
    return this.#copy(value as Json, from) as T
  }

  /** Tells that `array.splice(at, removed, …added)` took place, so that digits move with their numbers. */
  spliced(array: unknown[], at: number, removed: number, added: number): void {
    const before = this.#kept.get(array)
    if (!before) return
    const after = new Map<string | number, string>()
    for (const [key, raw] of before) {
      const index = Number(key)
      if (index < at) after.set(index, raw)
      else if (index >= at + removed) after.set(index + added - removed, raw)
    }
    this.#kept.set(array, after)
  }

  /** Compact JSON, as JSON.stringify writes it but for the digits. */
  write(value: unknown): string {
    if (this.#kept.size === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value)
    const above = new Set<object>()
    return this.#mark(value, above) ? this.#write(value, above) : JSON.stringify(value)
  }

  /** Are there digits in a value or below it? Gathers all such: the rest JSON.stringify writes five times faster. */
  #mark(value: object, above: Set<object>): boolean {
    let found = this.#kept.has(value)
    if (Array.isArray(value)) {
      for (const each of value)
        if (typeof each === 'object' && each !== null && this.#mark(each, above)) found = true
    } else {
      for (const key in value) {
        const member: unknown = (value as Record<string, unknown>)[key]
        if (typeof member === 'object' && member !== null && this.#mark(member, above)) found = true
      }
    }
    if (found) above.add(value)
    return found
  }

  #write(value: unknown, above: ReadonlySet<object>): string {
    if (typeof value === 'string') return writeString(value)
    if (typeof value !== 'object' || value === null || !above.has(value)) return JSON.stringify(value)
    const kept = this.#kept.get(value)
    let out = ''
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        const each: unknown = value[i]
        const text = kept && typeof each === 'number' ? this.textOf(value, i, each) : this.#write(each, above)
        out += i > 0 ? `,${text ?? 'null'}` : (text ?? 'null')
      }
      return `[${out}]`
    }
    for (const key of Object.keys(value)) {
      const member: unknown = (value as Record<string, unknown>)[key]
      const text =
        kept && typeof member === 'number' ? this.textOf(value, key, member) : this.#write(member, above)
      if (text === undefined) continue // as JSON.stringify does with undefined
      out += out === '' ? `${writeString(key)}:${text}` : `,${writeString(key)}:${text}`
    }
    return `{${out}}`
  }

  #copy(value: Json, from: Digits): Json {
    if (typeof value !== 'object' || value === null) return value
    const made: Json[] | { [key: string]: Json } = Array.isArray(value)
      ? value.map((each) => this.#copy(each, from))
      : this.#copyObject(value, from)
    const kept = from.#kept.get(value)
    if (kept) for (const [key, raw] of kept) this.keep(made, key, raw)
    return made
  }

  #copyObject(value: { [key: string]: Json }, from: Digits): { [key: string]: Json } {
    const made: { [key: string]: Json } = {}
    for (const key of Object.keys(value)) {
      const member = this.#copy(value[key]!, from)
      // Assigning to `__proto__` would change what the object is; JSON.parse makes it a member like any other.
      if (key !== '__proto__') made[key] = member
      else
        Object.defineProperty(made, key, {
          value: member,
          enumerable: true,
          configurable: true,
          writable: true,
        })
    }
    return made
  }
}

const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/

/** Are two number texts the same number, however many digits: `1.10` and `11e-1`? */
export function sameNumber(one: string, other: string): boolean {
  return one === other || (Number(one) === Number(other) && canonical(one) === canonical(other))
}

function canonical(text: string): string {
  const found = parts.exec(text)
  if (!found) return text
  const [, sign, whole, fraction = '', exponent = '0'] = found
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const short = digits.replace(/0+$/, '')
  if (short === '') return '0'
  return `${sign}${short}e${Number(exponent) - fraction.length + digits.length - short.length}`
}
