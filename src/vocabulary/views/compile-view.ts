import { fail, ok, type Result } from '#foundation/result'
import { typeDef } from '#vocabulary/definitions'
import { type CompiledPath, FhirPathError, type PathEnvironment } from '#vocabulary/fhirpath'
import { type Cells, compilePath, compileSelect, productOf, type ViewRun } from './compile-select.ts'
import { ViewFault } from './fault.ts'
import { readConstants } from './read-constants.ts'
import type { Row, View, ViewColumn } from './view.types.ts'
import { type ViewDefinition, viewDefinition } from './view-definition.ts'
import { viewProblems } from './views.problems.ts'

/** Cells that one resource may make, those on the way to a product of selects too, and items it may be searched for. */
const maxCells = 5_000_000

/** Checks a ViewDefinition and compiles it once; the problem names the place in the definition. */
export function compileView(definition: unknown): Result<View> {
  try {
    const parsed = viewDefinition.safeParse(definition)
    if (parsed.success) return ok(compiled(parsed.data))
    const [issue] = parsed.error.issues
    return fail(viewProblems.definition((issue?.path ?? []).join('.'), 'thiếu hoặc sai kiểu'))
  } catch (error) {
    if (error instanceof ViewFault) return fail(viewProblems.definition(error.path, error.message))
    if (error instanceof RangeError) return fail(viewProblems.definition('select', 'lồng quá sâu'))
    throw error
  }
}

function compiled(definition: ViewDefinition): View {
  const { resource } = definition
  if (typeDef(resource)?.kind !== 'resource') throw new ViewFault('resource', 'không có loại tài nguyên này')
  const constants = readConstants(definition.constant ?? [])
  const compiler = { variables: [...constants.keys(), 'rowIndex'] }
  const where = (definition.where ?? []).map(({ path }, i) => compilePath(path, `where[${i}].path`, compiler))
  const { columns, expand } = productOf(
    definition.select.map((each, i) => compileSelect(each, `select[${i}]`, compiler)),
  )
  checkColumns(columns)
  const toRow = rowMaker(columns)
  const constantValues = Object.fromEntries(constants)
  return {
    resource,
    columns,
    rows: (json) => {
      if ((json as { resourceType?: unknown } | null)?.resourceType !== resource) return []
      const variables: Record<string, unknown> = { ...constantValues, rowIndex: 0 }
      const env: PathEnvironment = { variables }
      if (!where.every((path) => isKept(path, json, env))) return []
      const run: ViewRun = { env, variables, left: maxCells }
      return expand(json, run).map(toRow)
    },
  }
}

function checkColumns(columns: readonly ViewColumn[]): void {
  if (columns.length === 0) throw new ViewFault('select', 'không có cột nào')
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (seen.has(name)) throw new ViewFault('select', `cột ${name} có hai lần`)
    seen.add(name)
  }
}

/** Nothing counts as no; anything but true and false means that the definition is wrong. */
function isKept(path: CompiledPath, json: unknown, env: PathEnvironment): boolean {
  const values = path(json, env)
  if (values.length === 0) return false
  const { value } = values[0]!
  if (values.length > 1 || typeof value !== 'boolean') {
    throw new FhirPathError('điều kiện where không cho kết quả đúng/sai')
  }
  return value
}

const rowMaker =
  (columns: readonly ViewColumn[]) =>
  (cells: Cells): Row => {
    const row: Row = {}
    for (let i = 0; i < columns.length; i++) row[columns[i]!.name] = cells[i]
    return row
  }
