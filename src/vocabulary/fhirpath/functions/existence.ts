import type { FunctionTable } from '../compiler.types.ts'
import { distinct, keyOf } from '../equality.ts'
import { FhirPathError } from '../path.types.ts'
import { type Apply, eachItem } from '../scope.ts'
import { truth } from '../singleton.ts'
import { anInteger, booleanOf, type Nodes, no, nothing, yes } from '../value.ts'
import { plain, withTest, withValues } from './define.ts'

/** Does every (or any) item say this? */
const booleans =
  (wanted: boolean, every: boolean): Apply =>
  (input) => {
    for (const { value } of input) {
      if (typeof value !== 'boolean') throw new FhirPathError('cần các giá trị đúng/sai')
      if ((value === wanted) !== every) return booleanOf(!every)
    }
    return booleanOf(every)
  }

function isSubset(small: Nodes, large: Nodes): boolean {
  if (small.length === 0) return true
  const keys = new Set(large.map(keyOf))
  return small.every((each) => keys.has(keyOf(each)))
}

/** N1 2.0 section 5.1. */
export const existence: FunctionTable = {
  empty: plain((input) => booleanOf(input.length === 0)),
  exists: withTest(0, (test) => {
    if (!test) return (input) => booleanOf(input.length > 0)
    return (input, scope) => {
      let found = no
      eachItem(input, scope, test, (result) => {
        if (result) found = yes
        return result
      })
      return found
    }
  }),
  all: withTest(1, (test) => (input, scope) => {
    let answer = yes
    eachItem(input, scope, test!, (result) => {
      if (!result) answer = no
      return !result
    })
    return answer
  }),
  allTrue: plain(booleans(true, true)),
  anyTrue: plain(booleans(true, false)),
  allFalse: plain(booleans(false, true)),
  anyFalse: plain(booleans(false, false)),
  subsetOf: withValues(1, 1, (input, [other]) => booleanOf(isSubset(input, other!))),
  supersetOf: withValues(1, 1, (input, [other]) => booleanOf(isSubset(other!, input))),
  count: plain((input) => [anInteger(input.length)]),
  distinct: plain(distinct),
  isDistinct: plain((input) => booleanOf(distinct(input).length === input.length)),
  not: plain((input) => {
    const value = truth(input)
    return value === undefined ? nothing : booleanOf(!value)
  }),
}
