import { Readable } from 'node:stream'
import { fail, ok, type Result } from '#foundation/result'
import type { ExportOptions } from '#gate/access'
import {
  type Batches,
  compileView,
  type RowFormat,
  resourcesIn,
  rowContentType,
  rowFormat,
  rowsText,
  rowWriter,
  type View,
  ViewMisfit,
} from '#vocabulary/views'
import type { Answered } from '../../answer.types.ts'
import type { Caller, OperationCall, OperationRoute } from '../../call.types.ts'
import { badParameter } from '../../fhir.problems.ts'
import type { FhirProblem } from '../../fhir-problem.ts'
import { bestRange } from '../../media-range.ts'
import { readDateRange } from '../../read-date-range.ts'
import { lastOf, type Pair } from '../../read-pairs.ts'
import { readInputs } from '../read-inputs.ts'
import { exportedLines } from './exported-lines.ts'
import { patientsOf } from './patients-of.ts'
import { viewOf } from './view-of.ts'
import { viewRunProblems } from './view-run.problems.ts'

/**
 * SQL on FHIR v2: rows of a view over the store, or over the resources sent along. At system level only, because
 * ViewDefinition is no resource type of R4; the body is a Parameters, or the ViewDefinition itself.
 */
export const viewRunOperation: OperationRoute = {
  name: 'viewdefinition-run',
  definition: 'http://sql-on-fhir.org/OperationDefinition/$viewdefinition-run',
  documentation:
    'Dạng: json (mặc định), ndjson, csv, theo _format hoặc Accept. viewReference: Binary/[id] của máy chủ này, chứa ViewDefinition dạng JSON. Chưa có: source, parquet.',
  levels: ['system'],
  types: '*',
  methods: ['POST'],
  anyFormat: true,
  handle: runView,
}

const names: ReadonlySet<string> = new Set([
  'viewResource',
  'viewReference',
  'resource',
  'patient',
  'group',
  'source',
  'header',
  '_limit',
  '_since',
])

interface Asked {
  readonly format: RowFormat
  readonly header: boolean
  readonly limit: number
  readonly since?: Date
}

async function runView(call: OperationCall): Promise<Answered> {
  const inputs = readInputs(call, names, 'viewResource')
  if (!inputs.ok) return inputs
  const { pairs, resources } = inputs.value
  const asked = readAsked(pairs, call.accept)
  if (!asked.ok) return asked
  const definition = await viewOf(call.caller, inputs.value)
  if (!definition.ok) return definition
  const view = compileView(definition.value)
  if (!view.ok) return fail({ ...view.problem, status: 422, expression: 'viewResource' })

  const given = resources.filter(([name]) => name === 'resource').map(([, resource]) => resource)
  const source =
    given.length > 0 ? ok([given]) : await storedResources(call.caller, view.value, asked.value, pairs)
  return source.ok ? answer(source.value, view.value, asked.value) : source
}

function readAsked(pairs: readonly Pair[], accept: string | undefined): Result<Asked, FhirProblem> {
  if (lastOf(pairs, 'source') !== undefined) return fail(viewRunProblems.source)
  const named = lastOf(pairs, '_format')
  const format = named === undefined ? acceptedFormat(accept) : rowFormat(named)
  if (!format)
    return fail(
      named === undefined ? viewRunProblems.accept : { ...viewRunProblems.format, expression: '_format' },
    )
  const header = lastOf(pairs, 'header') ?? 'true'
  if (header !== 'true' && header !== 'false') return fail(badParameter('header'))
  const limit = lastOf(pairs, '_limit')
  if (limit !== undefined && !/^\d{1,15}$/.test(limit)) return fail(badParameter('_limit'))
  const since = lastOf(pairs, '_since')
  const range = since === undefined ? undefined : readDateRange(since)
  if (range === null) return fail(badParameter('_since'))
  return ok({
    format,
    header: header === 'true',
    limit: limit === undefined ? Number.POSITIVE_INFINITY : Number(limit),
    ...(range ? { since: range.from } : {}),
  })
}

const ranges: Readonly<Record<string, RowFormat>> = {
  '*/*': 'json',
  'application/*': 'json',
  'text/*': 'csv',
}

/** The parameter wins over the header; neither: JSON. A short name is no media range. */
const acceptedFormat = (accept: string | undefined): RowFormat | null =>
  accept === undefined
    ? 'json'
    : bestRange(accept, (name) => (name.includes('/') ? (ranges[name] ?? rowFormat(name)) : null))

async function storedResources(
  caller: Caller,
  view: View,
  { since, limit }: Asked,
  pairs: readonly Pair[],
): Promise<Result<Batches, FhirProblem>> {
  const patients = await patientsOf(caller, pairs)
  if (!patients.ok) return patients
  // An export that nobody reads would hold its connection: it is not begun when no row is wanted.
  if (patients.value?.length === 0 || limit === 0) return ok([])
  const options: ExportOptions = {
    type: view.resource,
    ...(since ? { since } : {}),
    ...(patients.value ? { patientIds: patients.value } : {}),
  }
  const lines = await exportedLines(caller, options)
  return lines.ok ? ok(resourcesIn(lines.value)) : lines
}

/**
 * The rows as a stream. Its first pieces are made before the answer begins, so that a view which does not fit the data
 * is usually refused with an outcome; a misfit further on can only break the stream off.
 */
async function answer(source: Batches, view: View, { format, header, limit }: Asked): Promise<Answered> {
  const writer = rowWriter(format, view, header)
  const pieces = rowsText(view, writer, limit).pieces(source)
  const first = await firstOf(pieces)
  if (!first.ok) return fail({ ...first.problem, status: 422, expression: 'viewResource' })
  const from = Readable.from(rejoined(writer.start + first.value, pieces, writer.end), { objectMode: false })
  // Also when nobody ever begins to read: the export behind the pieces is let go.
  from.once('close', () => void pieces.return(undefined))
  return ok({ status: 200, body: '', stream: { contentType: rowContentType(format, header), from } })
}

const enough = 65_536

async function firstOf(pieces: AsyncGenerator<string>): Promise<Result<string>> {
  let text = ''
  try {
    while (text.length < enough) {
      const { value, done } = await pieces.next()
      if (done) break
      text += value
    }
    return ok(text)
  } catch (error) {
    if (error instanceof ViewMisfit) return fail(error.problem)
    throw error
  }
}

async function* rejoined(first: string, pieces: AsyncGenerator<string>, end: string) {
  if (first !== '') yield first
  yield* pieces
  if (end !== '') yield end
}
