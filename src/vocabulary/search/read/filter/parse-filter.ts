/** `name eq "x" and (birthdate gt 1970 or not (active eq true))` taken apart (FHIR R4 3.1.3). */
export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly left: FilterNode; readonly right: FilterNode }
  | { readonly kind: 'not'; readonly of: FilterNode }
  | {
      readonly kind: 'compare'
      readonly path: readonly PathStep[]
      readonly operator: string
      readonly value: string
    }

/** `subject[type eq x].` */
export interface PathStep {
  readonly name: string
  readonly filter: FilterNode | null
}

/** Thrown and caught in this folder: where the text stops making sense, counted from 1. */
export class FilterFault extends Error {
  readonly at: number
  constructor(at: number) {
    super('filter')
    this.at = at + 1
  }
}

const mostNesting = 50
const name = /[A-Za-z_][A-Za-z0-9_-]*(?::[A-Za-z-]+)?/y
const word = /[^\s,()[\]]+/y
const space = /\s*/y

export class FilterParser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): FilterNode {
    const node = this.#expression()
    if (this.#at < this.#text.length) throw new FilterFault(this.#at)
    return node
  }

  /** "Logical expressions are evaluated left to right, with no precedence between and and or." */
  #expression(): FilterNode {
    if (++this.#depth > mostNesting) throw new FilterFault(this.#at)
    let left = this.#term()
    for (;;) {
      const start = this.#at
      const kind = this.#take(name)
      if (kind !== 'and' && kind !== 'or') {
        this.#at = start
        break
      }
      left = { kind, left, right: this.#term() }
    }
    this.#depth--
    return left
  }

  #term(): FilterNode {
    if (this.#sign('(')) return this.#closed(')')
    const start = this.#at
    if (this.#take(name) === 'not' && this.#sign('(')) return { kind: 'not', of: this.#closed(')') }
    this.#at = start
    const path = this.#path()
    const operator = this.#need(name)
    return { kind: 'compare', path, operator, value: this.#value() }
  }

  #closed(sign: string): FilterNode {
    const inner = this.#expression()
    if (!this.#sign(sign)) throw new FilterFault(this.#at)
    return inner
  }

  #path(): PathStep[] {
    const steps: PathStep[] = []
    do {
      const step = this.#need(name)
      const filter = this.#sign('[') ? this.#closed(']') : null
      steps.push({ name: step, filter })
    } while (this.#text[this.#at] === '.' && this.#sign('.'))
    return steps
  }

  #value(): string {
    this.#take(space)
    if (this.#text[this.#at] !== '"') return this.#need(word)
    const start = this.#at
    for (let i = start + 1; i < this.#text.length; i++) {
      if (this.#text[i] === '\\') i++
      else if (this.#text[i] === '"') {
        this.#at = i + 1
        this.#take(space)
        return unquoted(this.#text.slice(start, i + 1), start)
      }
    }
    throw new FilterFault(start)
  }

  #sign(sign: string): boolean {
    this.#take(space)
    if (this.#text[this.#at] !== sign) return false
    this.#at++
    this.#take(space)
    return true
  }

  #need(pattern: RegExp): string {
    const found = this.#take(pattern)
    if (found === '') throw new FilterFault(this.#at)
    return found
  }

  /** What stands here, blanks behind it skipped; '' when it is something else. */
  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    if (pattern !== space && found !== '' && this.#text[this.#at] !== '.') this.#take(space)
    return found
  }
}

/** A JSON string; `\'` and the like, which JSON does not know, stand for themselves. */
function unquoted(text: string, at: number): string {
  try {
    return JSON.parse(text.replace(/\\([^"\\/bfnrtu])/g, '$1')) as string
  } catch {
    throw new FilterFault(at)
  }
}
