import { reasons, searchProblems } from '../search.problems.ts'
import type { Modifier, SearchParam, SearchTerminology, SearchValue } from '../search.types.ts'
import { placeOf } from '../values/walk.ts'
import { token } from './read-value.ts'
import { ignored, type Outcome, type Reading, refused, understood } from './reading.ts'
import { unescaped } from './split.ts'

/** Codes that a value set or a branch of a hierarchy may stand for in one condition. */
const mostCodes = 10_000

type Code = { readonly system: string; readonly code: string }

/** `:not`, `:in`, `:not-in`, `:above`, `:below` of a coded parameter. */
export function readCoded(
  { options }: Reading,
  param: SearchParam,
  modifier: Modifier,
  parts: readonly string[],
  name: string,
): Outcome {
  const values: SearchValue[] = []
  if (modifier === 'in' || modifier === 'not-in')
    values.push(...parts.map((part): SearchValue => ({ kind: 'uri', uri: unescaped(part) })))
  else
    for (const part of parts) {
      const value = modifier === 'not' ? token(part, param) : token(part)
      if (value === 'token') return refused(searchProblems.value(name, 'token'))
      values.push(value)
    }
  if (modifier === 'not') return understood({ kind: 'param', param, modifier, values })
  const { terminology } = options
  if (!terminology) return ignored(reasons.terminology)
  const codes: Code[] = []
  for (const value of values) {
    if (value.kind === 'token' && (!value.system || value.code === undefined))
      return refused(searchProblems.value(name, 'coded'))
    const found = codesOf(terminology, modifier, value)
    if (!found || codes.length + found.length > mostCodes) return refused(searchProblems.valueSet(name))
    codes.push(...found)
  }
  if (hasSystems(param)) return understood({ kind: 'param', param, modifier, values, codes })
  // Elements of type `code` carry no system: theirs is the one of the value set they are bound to.
  const bare = [...new Set(codes.map(({ code }) => code))]
  const asked = bare.map((code): SearchValue => ({ kind: 'token', code, text: code }))
  return understood({ kind: 'param', param, modifier: modifier === 'not-in' ? 'not' : null, values: asked })
}

const withSystem: ReadonlySet<string> = new Set(['CodeableConcept', 'Coding', 'Identifier'])
const hasSystems = (param: SearchParam) => param.walks.some((walk) => withSystem.has(placeOf(walk).type))

function codesOf(
  terminology: SearchTerminology,
  modifier: Modifier,
  value: SearchValue,
): readonly Code[] | undefined {
  if (value.kind === 'uri') return terminology.codesOf(value.uri)
  if (value.kind !== 'token') return undefined
  const { system = '', code = '' } = value
  const found =
    modifier === 'below' ? terminology.descendantsOf(system, code) : terminology.ancestorsOf(system, code)
  return found.map((each) => ({ system, code: each }))
}
