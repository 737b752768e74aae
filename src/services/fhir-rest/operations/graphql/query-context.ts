import { GraphQLError } from 'graphql'
import { type Digits, parseExact } from '#foundation/json'
import type { Result } from '#foundation/result'
import type { ResourceVersion, SearchPage } from '#gate/access'
import type { Caller } from '../../call.types.ts'
import type { FhirProblem } from '../../fhir-problem.ts'
import { readQuery } from '../../interactions/read-criteria.ts'
import type { Pair } from '../../read-pairs.ts'
import {
  eachReferenceHolder,
  type LocalReference,
  readReferences,
  referenceText,
} from '../local-references.ts'
import { graphqlProblems } from './graphql.problems.ts'
import { SentNumber } from './scalars.ts'

export type Json = Record<string, unknown>

/** What one answer may cost. */
const mostResources = 2_000
const mostSearches = 100
const mostValues = 300_000
/** Searches at the same time: fewer than connections to the database. */
const lanes = 4

/** Everything that one query shares: what was read already, what it may still cost. */
export class QueryContext {
  readonly caller: Caller
  /** Resource types the schema knows. */
  readonly types: ReadonlySet<string>
  /** The gate said no: the whole answer becomes that refusal. */
  refusal: FhirProblem | null = null
  #resources = mostResources
  #searches = mostSearches
  #values = mostValues
  #isSpent = false
  #wanted = new Map<string, Waiting>()
  readonly #known = new Map<string, Promise<Json | null>>()
  /** By the objects within resources in which odd numbers may stand. */
  readonly #digits = new WeakMap<object, Digits>()
  /** Resources whose references may lead into them: those with `contained`. */
  readonly #holders = new WeakMap<object, Json>()
  #free = lanes
  readonly #queue: (() => void)[] = []

  constructor(caller: Caller, types: ReadonlySet<string>) {
    this.caller = caller
    this.types = types
  }

  /** False once the answer has become too large; the first to notice raises the error, the others leave their place empty. */
  spend(values: number): boolean {
    this.#values -= values
    return this.#values >= 0 || this.#exhausted()
  }

  #exhausted(): false {
    if (this.#isSpent) return false
    this.#isSpent = true
    throw errorOf(graphqlProblems.tooCostly)
  }

  /** A resource by reference, read together with all others that are asked for at this moment. */
  load(reference: LocalReference): Promise<Json | null> {
    const key = referenceText(reference)
    let known = this.#known.get(key)
    if (!known) {
      if (this.#resources-- <= 0) return Promise.resolve(this.#exhausted() || null)
      known = new Promise((resolve, reject) => {
        if (this.#wanted.size === 0) setImmediate(() => void this.#readWanted())
        this.#wanted.set(key, { reference, resolve, reject })
      })
      this.#known.set(key, known)
    }
    return known
  }

  async #readWanted(): Promise<void> {
    const wanted = this.#wanted
    this.#wanted = new Map()
    try {
      const references = [...wanted.values()].map(({ reference }) => reference)
      const found = this.valueOf(await readReferences(this.caller, references))
      for (const [key, { resolve }] of wanted) {
        const one = found.get(key)
        resolve(one ? this.open(one) : null)
      }
    } catch (error) {
      for (const { reject } of wanted.values()) reject(error)
    }
  }

  /** A search as its URL would ask it; a parameter that is not understood is an error. */
  async search(
    type: string,
    pairs: readonly Pair[],
    count: number,
    page?: string,
  ): Promise<SearchPage | null> {
    if (this.#searches-- <= 0) return this.#exhausted() || null
    const { service, actor, purpose } = this.caller
    const query = this.valueOf(readQuery(this.caller, type, pairs))
    const [odd] = query.ignored
    if (odd) throw new GraphQLError(`${odd.name}: ${odd.reason}`)
    const options = {
      count: Math.min(count, service.limits.maxCount),
      ...(page === undefined ? {} : { page }),
    }
    const found = await this.#inLane(() => service.gate.search(actor, purpose, query, options))
    const value = this.valueOf(found)
    this.#resources -= value.matches.length
    return this.#resources >= 0 || this.#exhausted() ? value : null
  }

  async #inLane<T>(run: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#queue.push(resolve))
    else this.#free -= 1
    try {
      return await run()
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#free += 1
    }
  }

  /** A stored resource, read; where its digits are, and to which resource its `#references` belong, is noted. */
  open(stored: ResourceVersion): Json {
    const parsed = parseExact(stored.json, { maxDepth: 1_000 })
    if (!parsed.ok) throw new Error('a stored resource is not JSON')
    const resource = parsed.value.value as Json
    const { digits } = parsed.value
    if (!digits.isEmpty) eachObject(resource, (object) => this.#digits.set(object, digits))
    if (resource.contained) eachReferenceHolder(resource, (holder) => this.#holders.set(holder, resource))
    return resource
  }

  /** A number as it was sent. */
  sent(holder: object, name: string, value: number): number | SentNumber {
    const digits = this.#digits.get(holder)
    return digits ? new SentNumber(digits.textOf(holder, name, value)) : value
  }

  contained(reference: object, id: string): Json | null {
    const list = (this.#holders.get(reference)?.contained ?? []) as Json[]
    return list.find((each) => each.id === id) ?? null
  }

  /** The value of a result, or its problem as an error of the query. */
  valueOf<T>(result: Result<T, FhirProblem>): T {
    if (result.ok) return result.value
    if (result.problem.kind === 'forbidden') this.refusal = result.problem
    throw errorOf(result.problem)
  }
}

interface Waiting {
  readonly reference: LocalReference
  readonly resolve: (found: Json | null) => void
  readonly reject: (error: unknown) => void
}

export const errorOf = ({ message, code, kind }: FhirProblem): GraphQLError =>
  new GraphQLError(message, { extensions: { code, kind } })

function eachObject(value: unknown, visit: (object: object) => void): void {
  if (typeof value !== 'object' || value === null) return
  visit(value)
  for (const member of Object.values(value)) eachObject(member, visit)
}
