import { compileParam } from '../extract/compile-param.ts'
import { Draft } from '../extract/draft.ts'
import { storedAs } from '../load-params.ts'
import type { SearchParam } from '../search.types.ts'
import type { ResourceTest } from './test-param.ts'

/** Has the resource a value for the parameter? Answered by the extraction itself, so that it says what the bit says. */
export function hasValue(param: SearchParam): ResourceTest {
  const each = storedAs(param)
    .filter((stored) => stored.bit >= 0)
    .map((stored) => ({ bit: stored.bit, extract: compileParam(stored) }))
  return (resource, base) => {
    const draft = new Draft(resource, base, null)
    return each.some(({ bit, extract }) => {
      extract(resource, draft)
      return draft.has(bit)
    })
  }
}
