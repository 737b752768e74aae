import { foldText } from '../fold-text.ts'
import { isSearchType, paramOf } from '../load-params.ts'
import { reasons, searchProblems } from '../search.problems.ts'
import type { ChainTarget, Condition, Modifier, SearchParam } from '../search.types.ts'
import { placeOf } from '../values/walk.ts'
import { readCoded } from './read-coded.ts'
import { dateValue, logicalId, readValue } from './read-value.ts'
import {
  ignored,
  isFinal,
  mostDepth,
  mostValues,
  type Outcome,
  type Reading,
  refused,
  understood,
} from './reading.ts'
import { splitAt, unescaped } from './split.ts'

/** One parameter of a search, asked of resources of `type`. */
export interface Asked {
  readonly type: string
  /** `subject:Patient.name:contains`; of a chain what is left of it. */
  readonly name: string
  readonly value: string
  /** The whole name, for problems. */
  readonly whole: string
  readonly depth: number
}

/** Modifiers by kind of parameter (FHIR R4 3.1.1.4.2); `:Type` of references apart. */
const modifiers: Record<SearchParam['type'], readonly Modifier[]> = {
  number: ['missing'],
  date: ['missing'],
  string: ['missing', 'exact', 'contains'],
  token: ['missing', 'text', 'not', 'above', 'below', 'in', 'not-in', 'of-type'],
  reference: ['missing', 'identifier', 'above', 'below'],
  composite: [],
  quantity: ['missing'],
  uri: ['missing', 'above', 'below'],
  special: ['missing'],
}

export function readCondition(reading: Reading, asked: Asked): Outcome {
  const { name, value, depth, whole } = asked
  if (depth > mostDepth) return refused(searchProblems.tooDeep(whole, mostDepth))
  if (value === '') return ignored(reasons.empty)
  const full = reading.count()
  if (full) return refused(full)
  if (name.startsWith('_has:')) return has(reading, asked)
  const dot = name.indexOf('.')
  const head = dot < 0 ? name : name.slice(0, dot)
  const colon = head.indexOf(':')
  const code = colon < 0 ? head : head.slice(0, colon)
  const modifier = colon < 0 ? null : head.slice(colon + 1)
  const param = paramOf(asked.type, code)
  if (!param) return ignored(reasons.unknown(asked.type))
  if (dot >= 0) return chain(reading, asked, param, modifier, name.slice(dot + 1))
  const special = readers[code]
  if (special) return modifier === null ? special(reading, asked) : ignored(reasons.modifier(modifier))
  if (param.walks.length === 0) return ignored(reasons.unknown(asked.type))
  return plain(reading, asked, param, modifier)
}

type Reader = (reading: Reading, asked: Asked) => Outcome

/** What columns of the store and whole texts answer. */
const readers: Readonly<Record<string, Reader>> = {
  _id: (_reading, { value, whole }) => {
    const ids = splitAt(value, ',').map(unescaped).filter(Boolean)
    if (ids.length > mostValues) return refused(searchProblems.tooManyValues(whole, mostValues))
    if (ids.length === 0 || !ids.every((id) => logicalId.test(id)))
      return refused(searchProblems.value(whole, 'id'))
    return understood({ kind: 'id', ids: [...new Set(ids)] })
  },
  _lastUpdated: ({ now }, { value, whole }) =>
    anyOf(value, whole, (text) => {
      const read = dateValue(unescaped(text), now)
      return read ? { kind: 'lastUpdated', value: read } : null
    }) ?? refused(searchProblems.value(whole, 'date')),
  _text: (_reading, { value, whole }) => words('text', value, whole),
  _content: (_reading, { value, whole }) => words('content', value, whole),
  _list: (_reading, { value, whole }) =>
    anyOf(value, whole, (text) =>
      logicalId.test(unescaped(text)) ? { kind: 'list', id: unescaped(text) } : null,
    ) ?? ignored(reasons.list),
}

/** null: one of the values cannot be read. */
function anyOf(value: string, name: string, read: (text: string) => Condition | null): Outcome | null {
  const parts = splitAt(value, ',').filter(Boolean)
  if (parts.length > mostValues) return refused(searchProblems.tooManyValues(name, mostValues))
  const of = parts.map(read)
  if (of.length === 0) return ignored(reasons.empty)
  const known = of.filter((each) => each !== null)
  if (known.length < of.length) return null
  return understood(known.length === 1 ? known[0]! : { kind: 'or', of: known })
}

/** All words of one value, in any order; values at commas are choices. */
const words = (kind: 'text' | 'content', value: string, name: string): Outcome =>
  anyOf(value, name, (text) => {
    const found = foldText(unescaped(text)).split(' ').filter(Boolean).slice(0, 20)
    return found.length > 0 ? { kind, words: found } : null
  }) ?? ignored(reasons.empty)

function plain(reading: Reading, asked: Asked, param: SearchParam, written: string | null): Outcome {
  const { whole, value } = asked
  const isType = written !== null && param.type === 'reference' && isSearchType(written)
  if (written !== null && !isType && !modifiers[param.type].includes(written as Modifier))
    return ignored(reasons.modifier(written))
  const modifier = isType ? null : (written as Modifier | null)
  if (modifier === 'missing') {
    if (value !== 'true' && value !== 'false') return refused(searchProblems.value(whole, 'missing'))
    return understood({ kind: 'missing', param, missing: value === 'true' })
  }
  // Blanks alone are the beginning of everything: nobody means that.
  const parts = splitAt(value, ',').filter((part) => part.trim() !== '')
  if (parts.length > mostValues) return refused(searchProblems.tooManyValues(whole, mostValues))
  if (parts.length === 0) return ignored(reasons.empty)
  if (param.type === 'token' && modifier !== null && modifier !== 'text' && modifier !== 'of-type')
    return readCoded(reading, param, modifier, parts, whole)
  const { base } = reading.options
  const context = {
    ...{ name: whole, modifier, base, now: reading.now },
    ...(isType ? { type: written } : {}),
  }
  const values = []
  for (const part of parts) {
    const read = readValue(param, part, context)
    if (!read.ok) return refused(read.problem)
    // Places and organisations have no hierarchy here: only canonicals are above and below each other.
    const isOver = modifier === 'above' || modifier === 'below'
    if (isOver && read.value.kind === 'reference' && read.value.url === undefined)
      return ignored(reasons.modifier(modifier))
    values.push(read.value)
  }
  return understood({ kind: 'param', param, modifier, values })
}

/** `patient.organization:Organization.name=x` */
function chain(
  reading: Reading,
  asked: Asked,
  param: SearchParam,
  type: string | null,
  rest: string,
): Outcome {
  const isLink = param.type === 'reference' && param.walks.some(pointsAtResources)
  if (!isLink) return ignored(reasons.notReference)
  if (type !== null && !isSearchType(type)) return ignored(reasons.modifier(type))
  const types = type === null ? param.targets : [type]
  if (types.length === 0) return refused(searchProblems.chainType(asked.whole))
  const targets: ChainTarget[] = []
  let other: Outcome | undefined
  for (const target of types) {
    const inner = readCondition(reading, { ...asked, type: target, name: rest, depth: asked.depth + 1 })
    if (inner.kind === 'condition') targets.push({ type: target, inner: [inner.condition] })
    else if (isFinal(inner)) return inner
    else if (inner.kind === 'problem' || !other) other = inner
  }
  // Types that do not have the parameter cannot match; when none has it, it is not known.
  if (targets.length === 0) return other ?? ignored(reasons.empty)
  return understood({ kind: 'chain', param, targets })
}

const pointsAtResources = (walk: string) => {
  const { type } = placeOf(walk)
  return type === 'Reference' || type === 'Resource'
}

/** `_has:Observation:patient:code=x`: resources that such an Observation points at. */
function has(reading: Reading, asked: Asked): Outcome {
  const [, type = '', code = '', ...rest] = asked.name.split(':')
  if (!isSearchType(type) || rest.length === 0) return ignored(reasons.has)
  const param = paramOf(type, code)
  if (param?.type !== 'reference') return ignored(reasons.has)
  const inner = readCondition(reading, { ...asked, type, name: rest.join(':'), depth: asked.depth + 1 })
  if (inner.kind !== 'condition') return inner
  return understood({ kind: 'has', type, param, inner: [inner.condition] })
}
