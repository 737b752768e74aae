import type { SearchIndex } from '../search.types.ts'
import { isoOf, type Range } from '../values/dates.ts'
import type { Json } from '../values/walk.ts'

/** Short lists are looked through; a Group of ten thousand members is not. */
const longList = 24

/** The index of one resource while it is being made. */
export class Draft {
  readonly tokens: string[] = []
  readonly numbers: SearchIndex['numbers'][number][] = []
  readonly dates: SearchIndex['dates'][number][] = []
  readonly strings: SearchIndex['strings'][number][] = []
  readonly root: Json
  /** Of this server: its own absolute references are read as relative ones. */
  readonly base: string | undefined
  readonly patient: string | null
  main: Range | null = null
  #low = 0
  #high = 0
  /** Where the tokens of the present parameter begin: only those can repeat. */
  #from = 0
  #seen: Set<string> | null = null

  constructor(root: Json, base: string | undefined, patient: string | null) {
    this.root = root
    this.base = base
    this.patient = patient
  }

  /** From here on another parameter writes. */
  begin(): void {
    this.#from = this.tokens.length
    this.#seen = null
  }

  mark(bit: number): void {
    if (bit < 32) this.#low |= 1 << bit
    else this.#high |= 1 << (bit - 32)
  }

  has(bit: number): boolean {
    return ((bit < 32 ? this.#low >>> bit : this.#high >>> (bit - 32)) & 1) === 1
  }

  token(text: string): void {
    const { tokens } = this
    if (this.#seen) {
      if (this.#seen.has(text)) return
      this.#seen.add(text)
    } else {
      for (let i = this.#from; i < tokens.length; i++) if (tokens[i] === text) return
      if (tokens.length - this.#from >= longList) this.#seen = new Set(tokens.slice(this.#from)).add(text)
    }
    tokens.push(text)
  }

  index(): SearchIndex {
    const { tokens, numbers, dates, strings, patient, main } = this
    return {
      tokens,
      present: (BigInt(this.#high >>> 0) << 32n) | BigInt(this.#low >>> 0),
      start: main && limit(main.lo),
      end: main && limit(main.hi),
      numbers,
      dates,
      strings,
      patient,
    }
  }
}

/** null for an open end. */
export const limit = (ms: number): string | null => (Number.isFinite(ms) ? isoOf(ms) : null)
