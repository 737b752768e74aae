import { STATUS_CODES } from 'node:http'
import type { Answer, Answered } from '../answer.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import { type FhirProblem, insideEntry, problemText, statusOfProblem } from '../fhir-problem.ts'
import { etagOf } from '../read-conditions.ts'

/** An entry of a batch-response or transaction-response, joined from the text of its resource. */
export function entryText(answer: Answer): string {
  if (answer.stream) {
    answer.stream.from.destroy()
    return problemEntry(fhirProblems.inTransaction)
  }
  const { status, body, isOutcome, version, lastUpdated, location } = answer
  const resource = body !== '' && !isOutcome ? `"resource":${body},` : ''
  const outcome = body !== '' && isOutcome ? `,"outcome":${body}` : ''
  const where = location ? `,"location":"${location}"` : ''
  const etag = version === undefined ? '' : `,"etag":${JSON.stringify(etagOf(version))}`
  const at = lastUpdated ? `,"lastModified":"${lastUpdated.toISOString()}"` : ''
  return `{${resource}"response":{"status":"${statusText(status)}"${where}${etag}${at}${outcome}}}`
}

/** What went wrong with one entry of a batch; the others go on. */
export function failedEntryText(problem: FhirProblem, index: number): string {
  return problemEntry(insideEntry(problem, index))
}

const problemEntry = (problem: FhirProblem) =>
  `{"response":{"status":"${statusText(statusOfProblem(problem))}","outcome":${problemText(problem)}}}`

const statusText = (status: number) => `${status} ${STATUS_CODES[status] ?? ''}`.trim()

export const answeredText = (answered: Answered, index: number): string =>
  answered.ok ? entryText(answered.value) : failedEntryText(answered.problem, index)
