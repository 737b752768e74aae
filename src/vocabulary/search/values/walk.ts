/** What JSON gives for an object. Resources reach this room parsed, yet not always valid: every value is looked at. */
export type Json = Readonly<Record<string, unknown>>

/** Goes from a node to the values of a path and hands each on. `sink` is what the receiver fills. */
export type Walk<S> = (node: unknown, root: Json, sink: S) => void

/** A path of the artefact, `telecom[system=phone]:ContactPoint`, taken apart. */
export interface Place {
  readonly path: string
  /** The data type of what lies there. */
  readonly type: string
}

export function placeOf(walk: string): Place {
  const at = walk.lastIndexOf(':')
  return { path: walk.slice(0, at), type: walk.slice(at + 1) }
}

/** The closure for a path; the language is told in scripts/generate-fhir/search-paths.ts. */
export function compileWalk<S>(path: string, end: Walk<S>): Walk<S> {
  let walk = end
  for (const step of stepsOf(path).reverse()) walk = compileStep(step, walk)
  return walk
}

/** `a.b[c=d.e].f` at the dots outside brackets. */
function stepsOf(path: string): string[] {
  const steps: string[] = []
  let from = 0
  let depth = 0
  for (let i = 0; i <= path.length; i++) {
    const c = path[i]
    if (c === '[') depth++
    else if (c === ']') depth--
    else if ((c === '.' && depth === 0) || c === undefined) {
      if (i > from) steps.push(path.slice(from, i))
      from = i + 1
    }
  }
  return steps
}

function compileStep<S>(step: string, next: Walk<S>): Walk<S> {
  if (step === '^') return (_node, root, sink) => next(root, root, sink)
  const bracket = step.indexOf('[')
  if (bracket < 0) return property(step, next)
  const name = step.slice(0, bracket)
  const test = step.slice(bracket + 1, -1)
  if (test === '!false') return presence(name.split('|'), next)
  if (test >= '0' && test <= '9') return item(name, Number(test), next)
  const equals = test.indexOf('=')
  if (equals < 0) return property(name, pointingAt(test, next))
  return property(name, having(test.slice(0, equals), test.slice(equals + 1), next))
}

const property =
  <S>(name: string, next: Walk<S>): Walk<S> =>
  (node, root, sink) => {
    const value = (node as Json)[name]
    if (value === undefined || value === null) return
    if (!Array.isArray(value)) {
      next(value, root, sink)
      return
    }
    for (let i = 0; i < value.length; i++) {
      const each: unknown = value[i]
      if (each !== undefined && each !== null) next(each, root, sink)
    }
  }

const item =
  <S>(name: string, index: number, next: Walk<S>): Walk<S> =>
  (node, root, sink) => {
    const value = (node as Json)[name]
    const each: unknown = Array.isArray(value) ? value[index] : undefined
    if (each !== undefined && each !== null) next(each, root, sink)
  }

const having =
  <S>(name: string, wanted: string, next: Walk<S>): Walk<S> =>
  (node, root, sink) => {
    if ((node as Json)[name] === wanted) next(node, root, sink)
  }

/** `x.exists() and x != false` over the forms of a choice. */
const presence =
  <S>(names: readonly string[], next: Walk<S>): Walk<S> =>
  (node, root, sink) => {
    const value = names
      .map((name) => (node as Json)[name])
      .find((each) => each !== undefined && each !== null)
    next(value !== undefined && value !== false, root, sink)
  }

/** `resolve() is Type`, as far as the reference itself tells: its text, its `type`, or the contained resource. */
const pointingAt =
  <S>(type: string, next: Walk<S>): Walk<S> =>
  (node, root, sink) => {
    if (typeOfReference(node as Json, root) === type) next(node, root, sink)
  }

/** The resource type a Reference points at; undefined when it does not say. */
export function typeOfReference(reference: Json, root: Json): string | undefined {
  const text = reference.reference
  if (typeof text === 'string') {
    if (text.charCodeAt(0) === 35 /* # */) return containedType(text.slice(1), root)
    const type = typeInReference(text)
    if (type) return type
  }
  return typeof reference.type === 'string' ? reference.type : undefined
}

/** `Patient` of `Patient/1`, `http://…/Patient/1` and `…/_history/2`. */
function typeInReference(text: string): string | undefined {
  const history = text.indexOf('/_history/')
  const end = text.lastIndexOf('/', history < 0 ? undefined : history - 1)
  if (end <= 0) return undefined
  const type = text.slice(text.lastIndexOf('/', end - 1) + 1, end)
  const first = type.charCodeAt(0)
  return first >= 65 && first <= 90 ? type : undefined
}

function containedType(id: string, root: Json): string | undefined {
  const { contained } = root
  if (!Array.isArray(contained)) return undefined
  const found = (contained as unknown[]).find((each) => (each as Json | null)?.id === id) as Json | undefined
  return typeof found?.resourceType === 'string' ? found.resourceType : undefined
}
