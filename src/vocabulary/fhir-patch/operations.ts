import type { Digits, ExactJson } from '#foundation/json'
import { jsonNameOf } from '#vocabulary/definitions'
import { defOf, isObject, type Members } from './element.ts'
import { insertAt } from './member-list.ts'
import { patchProblems } from './patch.problems.ts'
import type { Work } from './work.ts'

/** What an element is to hold, and of a number its digits. */
export interface Given {
  /** From `valueHumanName`; null when it was told part by part. */
  readonly type: string | null
  readonly value: unknown
  readonly extra: unknown
  readonly text: string | null
}

/** One operation of a FHIRPath Patch, as its parts say. */
export interface Operation {
  readonly type: unknown
  readonly path: unknown
  readonly name: unknown
  readonly index: unknown
  readonly source: unknown
  readonly destination: unknown
  /** The part that holds the value. */
  readonly value: Members | null
}

/** The operations of a Parameters resource; null when it is not one or holds other things. */
export function operationsOf(parameters: ExactJson): Operation[] | null {
  const { value } = parameters
  if (!isObject(value) || value.resourceType !== 'Parameters' || !Array.isArray(value.parameter)) return null
  const operations: Operation[] = []
  for (const parameter of value.parameter) {
    if (!isObject(parameter) || parameter.name !== 'operation' || !Array.isArray(parameter.part)) return null
    const parts = parameter.part.filter(isObject)
    const part = (name: string) => parts.find((each) => each.name === name)
    const simple = (name: string) => {
      const found = part(name)
      return found?.[valueKey(found) ?? '']
    }
    operations.push({
      type: simple('type'),
      path: simple('path'),
      name: simple('name'),
      index: simple('index'),
      source: simple('source'),
      destination: simple('destination'),
      value: part('value') ?? null,
    })
  }
  return operations
}

/** `valueString`, also when only `_valueString` is there. */
function valueKey(part: Members): string | undefined {
  for (const key of Object.keys(part)) {
    if (/^value[A-Z]/.test(key)) return key
    if (/^_value[A-Z]/.test(key)) return key.slice(1)
  }
  return undefined
}

/** Copies what a part gives: a value, a resource, or members part by part (for types that `value[x]` cannot hold). */
export class Values {
  readonly #from: Digits
  readonly #to: Digits
  readonly #work: Work

  constructor(from: Digits, to: Digits, work: Work) {
    this.#from = from
    this.#to = to
    this.#work = work
  }

  /** `type` is that of the element to be: a backbone's parts are its members. */
  of(part: Members, type: string): Given {
    const key = valueKey(part)
    if (key !== undefined) {
      const value = part[key]
      const text = typeof value === 'number' ? this.#from.textOf(part, key, value) : null
      return {
        type: key.slice('value'.length),
        value: this.#copy(value),
        extra: this.#copy(part[`_${key}`]),
        text,
      }
    }
    if (isObject(part.resource))
      return { type: 'Resource', value: this.#copy(part.resource), extra: undefined, text: null }
    if (!Array.isArray(part.part)) this.#work.refuse((at) => patchProblems.missing(at, 'value'))
    return { type: null, value: this.#members(part.part, type), extra: undefined, text: null }
  }

  #copy(value: unknown): unknown {
    this.#work.measure(value, 100)
    return this.#to.copy(value, this.#from)
  }

  #members(parts: readonly unknown[], type: string): Members {
    const members: Members = {}
    for (const part of parts) {
      if (!isObject(part) || typeof part.name !== 'string')
        this.#work.refuse((at) => patchProblems.missing(at, 'value'))
      this.#work.spend(1)
      const def = defOf(type, part.name) ?? this.#work.refuse(patchProblems.unknownElement)
      const given = this.of(part, def.types[0]?.code ?? '')
      const key = jsonNameOf(def, given.type ?? def.types[0]!.code)
      if (def.max > 1) insertAt(members, key, Number.POSITIVE_INFINITY, given, this.#to)
      else setMember(members, key, given, this.#to)
    }
    return members
  }
}

/** Gives a member that cannot repeat its value and, beside it, id and extensions. */
export function setMember(members: Members, key: string, given: Given, digits: Digits): void {
  if (given.value === undefined || given.value === null) delete members[key]
  else members[key] = given.value
  if (given.text !== null) digits.keep(members, key, given.text)
  if (isObject(given.extra)) members[`_${key}`] = given.extra
  else delete members[`_${key}`]
}
