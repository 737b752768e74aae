import { Digits, type ExactJson, exactJson } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import { isEqual } from './is-equal.ts'
import { parseIndex, parsePointer } from './json-pointer.ts'
import { patchProblems } from './patch.problems.ts'
import { attempt, mostDepth, mostOperations, Work } from './work.ts'

type Members = Record<string, unknown>
/** A member of an object or an element of an array; the array's end is its length. */
type Place =
  | { readonly holder: Members; readonly key: string }
  | { readonly holder: unknown[]; readonly key: number }
/** A value and, of a number, how it is written. */
interface Written {
  readonly value: unknown
  readonly text: string | null
}

/** RFC 6902. A copy is changed, and only if every operation can be. */
export function applyJsonPatch(resource: ExactJson, operations: ExactJson): Result<ExactJson> {
  const list = operations.value
  if (!Array.isArray(list)) return fail(patchProblems.notOperations())
  if (list.length > mostOperations) return fail(patchProblems.tooMany(mostOperations))
  return attempt(() => {
    const patcher = new JsonPatcher(resource, operations.digits)
    for (const operation of list) patcher.apply(operation)
    return ok(patcher.result())
  })
}

class JsonPatcher {
  readonly #digits = new Digits()
  readonly #given: Digits
  readonly #work: Work = new Work()
  /** The document is a member of this, so that the root is a place like any other. */
  readonly #root: Members

  constructor(resource: ExactJson, given: Digits) {
    this.#given = given
    this.#root = { '': this.#digits.copy(resource.value, resource.digits) }
  }

  result(): ExactJson {
    return exactJson(this.#root[''], this.#digits)
  }

  apply(operation: unknown): void {
    if (typeof operation !== 'object' || operation === null) this.#work.refuse(patchProblems.operation)
    const { op, path, from } = operation as Members
    const to = this.#pointer(path, 'path')
    switch (op) {
      case 'add':
        this.#add(to, this.#valueOf(operation))
        break
      case 'remove':
        this.#remove(this.#existing(to))
        break
      case 'replace':
        this.#replace(to, this.#valueOf(operation))
        break
      case 'move':
        this.#move(this.#pointer(from, 'from'), to)
        break
      case 'copy':
        this.#add(to, this.#copied(this.#existing(this.#pointer(from, 'from'))))
        break
      case 'test':
        this.#test(this.#existing(to), operation)
        break
      default:
        this.#work.refuse(patchProblems.operation)
    }
    this.#work.operation += 1
  }

  #pointer(text: unknown, member: string): string[] {
    if (typeof text !== 'string') this.#work.refuse((at) => patchProblems.missing(at, member))
    const tokens = parsePointer(text) ?? this.#work.refuse(patchProblems.path)
    if (tokens.length > mostDepth) this.#work.refuse(patchProblems.notFound)
    return tokens
  }

  #valueOf(operation: object): Written {
    if (!Object.hasOwn(operation, 'value')) this.#work.refuse((at) => patchProblems.missing(at, 'value'))
    const { value } = operation as Members
    return {
      value: this.#digits.copy(value, this.#given),
      text: typeof value === 'number' ? this.#given.textOf(operation, 'value', value) : null,
    }
  }

  /** Where a pointer leads; for `add` the last step may be new. */
  #place(tokens: readonly string[], isNew: boolean): Place {
    let holder: unknown = this.#root
    let last = ''
    for (const token of tokens) {
      const place = this.#step(holder, last, false)
      holder = read(place)
      last = token
    }
    return this.#step(holder, last, isNew)
  }

  #step(holder: unknown, token: string, isNew: boolean): Place {
    if (Array.isArray(holder)) {
      const key = token === '-' && isNew ? holder.length : parseIndex(token)
      if (key === null) this.#work.refuse(patchProblems.index)
      if (key > holder.length || (key === holder.length && !isNew)) this.#work.refuse(patchProblems.index)
      return { holder, key }
    }
    // Own members only: `/__proto__/x` and `/constructor` lead nowhere.
    if (typeof holder !== 'object' || holder === null || !(isNew || Object.hasOwn(holder, token)))
      this.#work.refuse(patchProblems.notFound)
    return { holder: holder as Members, key: token }
  }

  #existing(tokens: readonly string[]): Place {
    return this.#place(tokens, false)
  }

  #add(to: readonly string[], written: Written): void {
    this.#work.measure(written.value, mostDepth - to.length)
    const { holder, key } = this.#place(to, true)
    if (Array.isArray(holder)) {
      this.#work.spend((holder.length - Number(key)) / 16)
      holder.splice(Number(key), 0, undefined)
      this.#digits.spliced(holder, Number(key), 0, 1)
    }
    this.#set({ holder, key } as Place, written)
  }

  #replace(to: readonly string[], written: Written): void {
    this.#work.measure(written.value, mostDepth - to.length)
    this.#set(this.#existing(to), written)
  }

  #remove(place: Place): Written {
    const taken = this.#take(place)
    if (place.holder === this.#root) this.#work.refuse(patchProblems.root)
    if (Array.isArray(place.holder)) {
      this.#work.spend((place.holder.length - Number(place.key)) / 16)
      place.holder.splice(Number(place.key), 1)
      this.#digits.spliced(place.holder, Number(place.key), 1, 0)
    } else delete place.holder[place.key]
    return taken
  }

  #move(from: readonly string[], to: readonly string[]): void {
    if (from.every((token, i) => token === to[i])) {
      this.#existing(from)
      if (from.length === to.length) return
      this.#work.refuse(patchProblems.intoItself)
    }
    this.#add(to, this.#remove(this.#existing(from)))
  }

  #copied(place: Place): Written {
    const { value, text } = this.#take(place)
    this.#work.measure(value, mostDepth)
    return { value: this.#digits.copy(value, this.#digits), text }
  }

  #test(place: Place, operation: object): void {
    if (!Object.hasOwn(operation, 'value')) this.#work.refuse((at) => patchProblems.missing(at, 'value'))
    const asked = { holder: operation as Members, key: 'value' }
    if (!isEqual(place, this.#digits, asked, this.#given)) this.#work.refuse(patchProblems.testFailed)
  }

  #take(place: Place): Written {
    const value = read(place)
    const text = typeof value === 'number' ? this.#digits.textOf(place.holder, place.key, value) : null
    return { value, text }
  }

  #set({ holder, key }: Place, { value, text }: Written): void {
    if (key !== '__proto__') (holder as Members)[key] = value
    else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
    if (text !== null) this.#digits.keep(holder, key, text)
  }
}

const read = ({ holder, key }: Place): unknown => (holder as Members)[key]
