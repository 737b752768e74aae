import { fail, ok, type Result } from '#foundation/result'
import { FhirPathError } from '#vocabulary/fhirpath'
import type { Row, View } from './view.types.ts'
import { viewProblems } from './views.problems.ts'

export function rowsOf(view: View, resource: unknown): Result<Row[]> {
  try {
    return ok(view.rows(resource))
  } catch (error) {
    if (error instanceof FhirPathError) return fail(viewProblems.data(error.message))
    // JSON nested deeper than the stack goes.
    if (error instanceof RangeError) return fail(viewProblems.data('dữ liệu lồng quá sâu'))
    throw error
  }
}
