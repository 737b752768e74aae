import type { OperationOutcome } from 'fhir/r4'
import type { Problem, ProblemKind } from '#foundation/result'

const issueCodes: Record<ProblemKind, OperationOutcome['issue'][number]['code']> = {
  incorrect: 'invalid',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  conflict: 'conflict',
  unsupported: 'not-supported',
  busy: 'throttled',
  unavailable: 'transient',
}

/** FHIR R4 OperationOutcome of a problem. */
export const outcomeOf = (problem: Problem): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'error',
      code: issueCodes[problem.kind],
      details: {
        coding: [{ system: 'https://mach.vn/fhir/CodeSystem/problem', code: problem.code }],
        text: problem.message,
      },
    },
  ],
})
