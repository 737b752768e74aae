import { Digits, type ExactJson, exactJson } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import { jsonNameOf } from '#vocabulary/definitions'
import {
  defOf,
  type Element,
  isObject,
  isPrimitive,
  type Members,
  membersOf,
  type Place,
  presentKey,
} from './element.ts'
import { insertAt, lengthOf, removeAt, replaceAt } from './member-list.ts'
import { type Given, type Operation, operationsOf, setMember, Values } from './operations.ts'
import { PathError, parsePath, type Step } from './parse-path.ts'
import { patchProblems } from './patch.problems.ts'
import { select } from './select.ts'
import { attempt, isDeeper, mostDepth, mostOperations, Work } from './work.ts'

/** FHIRPath Patch. A copy is changed, and only if every operation can be. */
export function applyFhirPathPatch(resource: ExactJson, parameters: ExactJson): Result<ExactJson> {
  const operations = operationsOf(parameters)
  if (!operations || !isObject(resource.value)) return fail(patchProblems.notParameters())
  if (operations.length > mostOperations) return fail(patchProblems.tooMany(mostOperations))
  return attempt(() => {
    const patcher = new FhirPathPatcher(resource, parameters.digits)
    for (const operation of operations) patcher.apply(operation)
    return patcher.result()
  })
}

class FhirPathPatcher {
  readonly #digits = new Digits()
  readonly #work: Work = new Work()
  readonly #values: Values
  readonly #root: Element

  constructor(resource: ExactJson, given: Digits) {
    const value = this.#digits.copy(resource.value as Members, resource.digits)
    this.#root = { type: String(value.resourceType), value, extra: null, place: null }
    this.#values = new Values(given, this.#digits, this.#work)
  }

  result(): Result<ExactJson> {
    if (isDeeper(this.#root.value, mostDepth)) return fail(patchProblems.tooDeep(this.#work.operation - 1))
    return ok(exactJson(this.#root.value, this.#digits))
  }

  apply(operation: Operation): void {
    const steps = this.#parse(operation.path)
    switch (operation.type) {
      case 'add':
        this.#add(this.#one(steps), operation)
        break
      case 'insert':
        this.#insert(this.#list(steps), operation)
        break
      case 'delete':
        this.#delete(steps)
        break
      case 'replace':
        this.#replace(this.#placeOf(this.#one(steps)), operation)
        break
      case 'move':
        this.#move(this.#list(steps), operation)
        break
      default:
        this.#work.refuse(patchProblems.operation)
    }
    this.#work.operation += 1
  }

  #parse(path: unknown): Step[] {
    if (typeof path !== 'string') this.#work.refuse((at) => patchProblems.missing(at, 'path'))
    try {
      return parsePath(path)
    } catch (error) {
      if (!(error instanceof PathError)) throw error
      return this.#work.refuse(error.isUnsupported ? patchProblems.pathUnsupported : patchProblems.path)
    }
  }

  #one(steps: readonly Step[]): Element {
    const found = select(steps, this.#root, this.#work)
    if (found.length > 1) this.#work.refuse(patchProblems.severalFound)
    return found[0] ?? this.#work.refuse(patchProblems.notFound)
  }

  #placeOf(element: Element): Place {
    return element.place ?? this.#work.refuse(patchProblems.root)
  }

  #add(to: Element, { name, value }: Operation): void {
    if (typeof name !== 'string') this.#work.refuse((at) => patchProblems.missing(at, 'name'))
    const def = defOf(to.type, name) ?? this.#work.refuse(patchProblems.unknownElement)
    const given = this.#given(value, typeOf(def))
    const key = this.#keyFor(def, given)
    const members = membersOf(to) ?? this.#beside(to)
    this.#work.spend(lengthOf(members, key) / 16)
    if (def.max > 1) insertAt(members, key, Number.POSITIVE_INFINITY, given, this.#digits)
    else if (presentKey(members, def)) this.#work.refuse(patchProblems.exists)
    else setMember(members, key, given, this.#digits)
  }

  #insert({ members, def }: List, { index, value }: Operation): void {
    const given = this.#given(value, typeOf(def))
    const key = this.#keyFor(def, given)
    const length = lengthOf(members, key)
    this.#work.spend(length / 16)
    insertAt(members, key, this.#index(index, length, 'index'), given, this.#digits)
  }

  #move({ members, def }: List, { source, destination }: Operation): void {
    const key = def.name
    const length = lengthOf(members, key)
    this.#work.spend(length / 16)
    const from = this.#index(source, length - 1, 'source')
    const to = this.#index(destination, length - 1, 'destination')
    insertAt(members, key, to, removeAt(members, key, from, this.#digits), this.#digits)
  }

  /** Deleting what is not there is no failure (FHIR R4 3.1.0.7.2). */
  #delete(steps: readonly Step[]): void {
    const found = select(steps, this.#root, this.#work)
    if (found.length > 1) this.#work.refuse(patchProblems.severalFound)
    if (found.length === 0) return
    const { parent, members, key, index } = this.#placeOf(found[0]!)
    if (index !== null) removeAt(members, key, index, this.#digits)
    else {
      delete members[key]
      delete members[`_${key}`]
    }
    if (isPrimitive(parent.type) && Object.keys(members).length === 0) this.#dropBeside(parent)
  }

  #replace({ members, def, key, index }: Place, { value }: Operation): void {
    const type = presentKey(members, def)!.type
    const given = this.#given(value, type)
    const now = this.#keyFor(def, given)
    if (index !== null) {
      this.#work.spend(lengthOf(members, key) / 16)
      replaceAt(members, key, index, given, this.#digits)
      return
    }
    if (now !== key) {
      delete members[key]
      delete members[`_${key}`]
    }
    setMember(members, now, given, this.#digits)
  }

  #given(part: Members | null, type: string): Given {
    if (!part) this.#work.refuse((at) => patchProblems.missing(at, 'value'))
    return this.#values.of(part, type)
  }

  /**
   * A choice takes its name from the type that is given, which must be one it allows; only a primitive may have
   * extensions and no value.
   */
  #keyFor(def: Place['def'], given: Given): string {
    if (!def.isChoice) {
      const isLost = (given.value === undefined || given.value === null) && !isPrimitive(typeOf(def))
      return isLost ? this.#work.refuse((at) => patchProblems.missing(at, 'value')) : def.name
    }
    const key = def.types
      .map(({ code }) => jsonNameOf(def, code))
      .find((each) => each === def.name + given.type)
    return key ?? this.#work.refuse((at) => patchProblems.missing(at, 'value'))
  }

  /** The list that the last step names, whether anything is in it yet or not. */
  #list(steps: readonly Step[]): List {
    const last = steps.at(-1)
    if (last?.kind !== 'name') this.#work.refuse(patchProblems.notList)
    const parent = this.#one(steps.slice(0, -1))
    const def = defOf(parent.type, last.name) ?? this.#work.refuse(patchProblems.unknownElement)
    if (def.max <= 1) this.#work.refuse(patchProblems.notList)
    return { members: membersOf(parent) ?? this.#beside(parent), def }
  }

  #index(value: unknown, most: number, member: string): number {
    if (typeof value !== 'number' || !Number.isInteger(value))
      this.#work.refuse((at) => patchProblems.missing(at, member))
    if (value < 0 || value > most) this.#work.refuse(patchProblems.index)
    return value
  }

  /** Makes the object beside a primitive that keeps its id and extensions. */
  #beside(element: Element): Members {
    const { members, key, index } = this.#placeOf(element)
    const made: Members = {}
    if (index === null) members[`_${key}`] = made
    else {
      const item = removeAt(members, key, index, this.#digits)
      insertAt(members, key, index, { ...item, extra: made }, this.#digits)
    }
    return made
  }

  #dropBeside(element: Element): void {
    const { members, key, index } = this.#placeOf(element)
    if (index === null) delete members[`_${key}`]
    else {
      const { value, text } = removeAt(members, key, index, this.#digits)
      if (value !== null && value !== undefined)
        insertAt(members, key, index, { value, text, extra: null }, this.#digits)
    }
  }
}

/** A member that repeats. */
interface List {
  readonly members: Members
  readonly def: Place['def']
}

const typeOf = (def: Place['def']): string => def.types[0]?.code ?? ''
