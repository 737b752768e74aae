export interface Line {
  readonly severity: 'error' | 'warning' | 'information'
  readonly code: string
  readonly text: string
  /** The code of a problem of ours. */
  readonly problem?: string
  readonly expression?: string
  readonly diagnostics?: string
}

const system = 'https://mach.vn/fhir/CodeSystem/problem'

/** An OperationOutcome on one line. */
export const outcomeText = (lines: readonly Line[]): string =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: lines.map(({ severity, code, text, problem, expression, diagnostics }) => ({
      severity,
      code,
      details: { ...(problem ? { coding: [{ system, code: problem }] } : {}), text },
      ...(diagnostics ? { diagnostics } : {}),
      ...(expression ? { expression: [expression] } : {}),
    })),
  })
