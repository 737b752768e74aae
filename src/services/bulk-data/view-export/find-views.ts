import { fail, ok, type Result } from '#foundation/result'
import { compileView, viewInBinary } from '#vocabulary/views'
import type { BulkCall, BulkDeps, BulkProblem } from '../bulk.types.ts'
import type { AskedView } from './read-view-export.ts'
import { severalWrong, viewExportProblems } from './view-export.problems.ts'

export interface NamedView {
  readonly name: string
  readonly definition: unknown
}

/** Characters of all definitions of a job, as JSON: it stands in the table of jobs until the job is forgotten. */
const mostText = 2_000_000

/** The definitions themselves, tried before anything is begun: whatever is wrong with them is told together. */
export async function findViews(
  { gate }: Pick<BulkDeps, 'gate'>,
  { caller }: Pick<BulkCall, 'caller'>,
  asked: readonly AskedView[],
): Promise<Result<readonly NamedView[], BulkProblem>> {
  const views: NamedView[] = []
  const problems: (BulkProblem & { expression: string })[] = []
  let text = 0
  for (const [index, view] of asked.entries()) {
    const found = 'resource' in view ? ok(view.resource) : await stored(gate, caller, view.reference)
    if (!found.ok) {
      if (found.problem.kind !== 'not-found') return found
      problems.push({ ...found.problem, expression: view.place })
      continue
    }
    const definition = found.value
    text += JSON.stringify(definition).length
    if (text > mostText) return fail(viewExportProblems.tooLarge)
    const compiled = compileView(definition)
    if (!compiled.ok) problems.push({ ...compiled.problem, status: 422, expression: view.place })
    else views.push({ name: view.name ?? ownName(definition) ?? `view-${index + 1}`, definition })
  }
  if (problems.length > 0) return fail(severalWrong(problems))
  const names = new Set(views.map(({ name }) => name))
  return names.size === views.length ? ok(views) : fail(viewExportProblems.sameName)
}

/** `Binary/1` of this server: the home of a ViewDefinition on R4. */
async function stored(
  gate: BulkDeps['gate'],
  { actor, purpose, base }: BulkCall['caller'],
  reference: string,
): Promise<Result<unknown, BulkProblem>> {
  const relative = reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference
  const id = /^Binary\/([A-Za-z0-9\-.]{1,64})$/.exec(relative)?.[1]
  if (id === undefined) return fail(viewExportProblems.notFound)
  const read = await gate.read(actor, purpose, 'Binary', id)
  if (!read.ok) return read.problem.kind === 'not-found' ? fail(viewExportProblems.notFound) : read
  return read.value.deleted ? fail(viewExportProblems.notFound) : ok(viewInBinary(read.value.json))
}

/** `ViewDefinition.name` is fit for any database (SQL on FHIR: sql-name). */
function ownName(definition: unknown): string | null {
  const { name } = (definition ?? {}) as { name?: unknown }
  return typeof name === 'string' && /^[A-Za-z]\w{0,199}$/.test(name) ? name : null
}
