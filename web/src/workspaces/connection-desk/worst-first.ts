import type { MessageProblem } from '../../api/types'

const rank: Record<MessageProblem['severity'], number> = { error: 0, warning: 1, info: 2 }

/** Errors before warnings before notes; within each, the sender's order. */
export const worstFirst = (problems: readonly MessageProblem[]): MessageProblem[] =>
  problems.toSorted((one, other) => rank[one.severity] - rank[other.severity])
