import { statusOf } from '#foundation/http'
import type { Problem } from '#foundation/result'

/** One line of an OperationOutcome. */
export interface Issue {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information'
  /** FHIR's issue-type: `structure`, `not-found`, … */
  readonly code: string
  readonly message: string
  /** FHIRPath of the element: `Patient.name[0].family` */
  readonly expression?: string
  /** The invariant or the problem's own code. */
  readonly key?: string
  /** Words that a specification asks for literally; the sentence for people stands in `message`. */
  readonly diagnostics?: string
}

/** A failure on its way to an OperationOutcome. The store's and the gate's problems are such as they stand. */
export type FhirProblem = Problem & {
  /** Where FHIR wants another status than the kind's usual one: 410, 412, 422… */
  readonly status?: number
  /** Where FHIR's issue-type says more than the kind does. */
  readonly issue?: string
  readonly expression?: string
  readonly diagnostics?: string
  /** Several things wrong at once; they replace the problem's own sentence. */
  readonly issues?: readonly Issue[]
  /** Extra headers of the answer: `Allow`. */
  readonly headers?: Readonly<Record<string, string>>
}

const issueTypes: Record<Problem['kind'], string> = {
  incorrect: 'invalid',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  conflict: 'conflict',
  unsupported: 'not-supported',
  busy: 'throttled',
  unavailable: 'transient',
}

/** 422 is FHIR's word for a resource against the rules; what is merely not supported is 400 (FHIR R4, http 3.1.0.1.4). */
export const statusOfProblem = (problem: FhirProblem): number =>
  problem.status ?? (problem.kind === 'unsupported' ? 400 : statusOf(problem.kind))

const system = '"system":"https://mach.vn/fhir/CodeSystem/problem"'

function issueText(issue: Issue): string {
  const coding = issue.key ? `"coding":[{${system},"code":${JSON.stringify(issue.key)}}],` : ''
  const expression = issue.expression ? `,"expression":[${JSON.stringify(issue.expression)}]` : ''
  const diagnostics = issue.diagnostics ? `,"diagnostics":${JSON.stringify(issue.diagnostics)}` : ''
  return `{"severity":"${issue.severity}","code":"${issue.code}","details":{${coding}"text":${JSON.stringify(issue.message)}}${diagnostics}${expression}}`
}

/** An OperationOutcome as JSON text. */
export const outcomeText = (issues: readonly Issue[]): string =>
  `{"resourceType":"OperationOutcome","issue":[${issues.map(issueText).join(',')}]}`

/** What is wrong, line by line. */
export const issuesOf = (problem: FhirProblem): readonly Issue[] =>
  problem.issues?.map((issue) => (issue.key ? issue : { ...issue, key: problem.code })) ?? [
    {
      severity: 'error',
      code: problem.issue ?? issueTypes[problem.kind],
      message: problem.message,
      key: problem.code,
      ...(problem.expression ? { expression: problem.expression } : {}),
      ...(problem.diagnostics ? { diagnostics: problem.diagnostics } : {}),
    },
  ]

/** The OperationOutcome of a failure. */
export const problemText = (problem: FhirProblem): string => outcomeText(issuesOf(problem))

/** The same failure seen from inside a Bundle: `Patient.name[0]` becomes `Bundle.entry[3].resource.name[0]`. */
export function insideEntry(problem: FhirProblem, index: number): FhirProblem {
  const entry = `Bundle.entry[${index}]`
  const issues = issuesOf(problem).map((issue) => {
    const { expression } = issue
    if (!expression) return { ...issue, expression: entry }
    if (expression.startsWith('Bundle.entry[')) return issue
    const rest = expression.indexOf('.')
    return { ...issue, expression: `${entry}.resource${rest < 0 ? '' : expression.slice(rest)}` }
  })
  return { ...problem, issues }
}
