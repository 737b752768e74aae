/** What every HTTP edge shares: kinds to statuses, problems to answers. */
export {
  answerProblems,
  type ProblemBody,
  parseWith,
  problemBody,
  problemOfError,
  sendProblem,
} from './answer.ts'
export { parseJsonOrThrow, parseOrThrow } from './parse-or-throw.ts'
export { statusOf } from './status.ts'
