/** Queries over MLLP: who may this be, and what are their numbers elsewhere? Answered from the identity index, kept nowhere. */
export { answerQuery } from './answer-query.ts'
export type { AskIdentity, Candidate, QueryAsker } from './query.types.ts'
export { queryFaults } from './query-faults.ts'
export { writeResponse } from './write-response.ts'
