import type { Problem } from '#foundation/result'
import { searchProblems } from '../search.problems.ts'
import type { Condition, ReadSearchOptions } from '../search.types.ts'

/** Conditions of one search, those of chains and `_has` counted; more is no question a person asks. */
export const mostConditions = 200
/** Values of one OR list. */
export const mostValues = 1_000
/** Steps of a chain, `_has` within `_has`, brackets of a `_filter`. */
export const mostDepth = 5

/** A condition; why it is ignored; or why the whole search is refused. */
export type Outcome =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }

export const understood = (condition: Condition): Outcome => ({ kind: 'condition', condition })
export const ignored = (reason: string): Outcome => ({ kind: 'ignored', reason })
export const refused = (problem: Problem): Outcome => ({ kind: 'problem', problem })

/** A search that is too large stays too large; a value that is wrong for one target of a chain may be right for another. */
export const isFinal = (outcome: Outcome): boolean =>
  outcome.kind === 'problem' && outcome.problem.code.startsWith('SEARCH_TOO_MANY')

/** One search while it is being read. */
export class Reading {
  readonly options: ReadSearchOptions
  readonly now: Date
  #conditions = 0

  constructor(options: ReadSearchOptions) {
    this.options = options
    this.now = options.now ?? new Date()
  }

  /** Counts a condition in; a problem when there are too many. */
  count(): Problem | null {
    this.#conditions++
    return this.#conditions > mostConditions ? searchProblems.tooManyConditions(mostConditions) : null
  }
}
