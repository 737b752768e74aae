/** What every HTTP edge shares: kinds to statuses, problems to answers. */
export {
  answerProblems,
  type ProblemBody,
  parseWith,
  problemBody,
  problemOfError,
  sendNotFound,
  sendProblem,
} from './answer.ts'
export { httpProblems } from './http.problems.ts'
export { parseJsonOrThrow, parseOrThrow } from './parse-or-throw.ts'
export { statusOf } from './status.ts'
