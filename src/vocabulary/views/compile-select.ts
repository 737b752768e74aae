import {
  type CompiledPath,
  compileFhirPath,
  FhirPathError,
  type PathEnvironment,
  type Value,
} from '#vocabulary/fhirpath'
import { ViewFault } from './fault.ts'
import { readColumn } from './read-column.ts'
import type { ViewColumn } from './view.types.ts'
import type { SelectDefinition } from './view-definition.ts'

/** Cells of a part of the columns. */
export type Cells = readonly unknown[]

/** One run over one resource: constants, and the number of the item that the columns are asked of. */
export interface ViewRun {
  readonly env: PathEnvironment
  readonly variables: Record<string, unknown>
  /** Cells and items that may still be made. */
  left: number
}

type Expand = (focus: unknown, run: ViewRun) => Cells[]

export interface CompiledSelect {
  readonly columns: readonly ViewColumn[]
  readonly expand: Expand
}

export interface SelectCompiler {
  /** Names that `%name` may take. */
  readonly variables: readonly string[]
}

export function compilePath(text: string, where: string, compiler: SelectCompiler): CompiledPath {
  const path = compileFhirPath(text, { variables: compiler.variables })
  if (!path.ok) throw new ViewFault(where, path.problem.message)
  return path.value
}

export function spend(run: ViewRun, count: number): void {
  run.left -= count
  if (run.left < 0) throw new FhirPathError('view tạo ra quá nhiều dòng từ một tài nguyên')
}

const maxDepth = 50

export function compileSelect(
  definition: SelectDefinition,
  where: string,
  compiler: SelectCompiler,
  depth = 0,
): CompiledSelect {
  if (depth > maxDepth) throw new ViewFault(where, 'select lồng quá sâu')
  const parts: CompiledSelect[] = []
  if (definition.column?.length) parts.push(compileColumns(definition.column, where, compiler))
  definition.select?.forEach((each, i) => {
    parts.push(compileSelect(each, `${where}.select[${i}]`, compiler, depth + 1))
  })
  if (definition.unionAll) parts.push(compileUnion(definition.unionAll, where, compiler, depth))
  const product = productOf(parts)
  return { columns: product.columns, expand: iterated(definition, where, compiler, product.expand) }
}

function compileColumns(
  definitions: NonNullable<SelectDefinition['column']>,
  where: string,
  compiler: SelectCompiler,
): CompiledSelect {
  const read = definitions.map((each, i) =>
    readColumn(each, compilePath(each.path, `${where}.column[${i}].path`, compiler)),
  )
  return {
    columns: read.map(({ column }) => column),
    expand: (focus, run) => {
      spend(run, read.length)
      const cells = new Array<unknown>(read.length)
      for (let i = 0; i < read.length; i++) cells[i] = read[i]!.cell(focus, run.env)
      return [cells]
    },
  }
}

function compileUnion(
  definitions: readonly SelectDefinition[],
  where: string,
  compiler: SelectCompiler,
  depth: number,
): CompiledSelect {
  const branches = definitions.map((each, i) =>
    compileSelect(each, `${where}.unionAll[${i}]`, compiler, depth + 1),
  )
  const [first, ...others] = branches
  for (const [i, other] of others.entries()) {
    if (!sameColumns(first!.columns, other.columns)) {
      throw new ViewFault(
        `${where}.unionAll[${i + 1}]`,
        'các nhánh phải có cùng cột, cùng thứ tự và cùng kiểu',
      )
    }
  }
  return {
    columns: first!.columns,
    expand: (focus, run) => {
      const rows: Cells[] = []
      for (const branch of branches) for (const row of branch.expand(focus, run)) rows.push(row)
      return rows
    },
  }
}

const sameColumns = (a: readonly ViewColumn[], b: readonly ViewColumn[]): boolean =>
  a.length === b.length &&
  a.every(
    (each, i) => each.name === b[i]!.name && each.type === b[i]!.type && each.collection === b[i]!.collection,
  )

/** Every row of one part with every row of the others. */
export function productOf(parts: readonly CompiledSelect[]): CompiledSelect {
  if (parts.length === 1) return parts[0]!
  const columns = parts.flatMap(({ columns }) => columns)
  return {
    columns,
    expand: (focus, run) => {
      let rows: Cells[] = [[]]
      for (const part of parts) {
        const next = part.expand(focus, run)
        spend(run, rows.length * next.length * columns.length)
        if (rows.length === 1 && next.length === 1) rows = [[...rows[0]!, ...next[0]!]]
        else rows = rows.flatMap((row) => next.map((cells) => [...row, ...cells]))
        if (rows.length === 0) return rows
      }
      return rows
    },
  }
}

function iterated(
  { forEach, forEachOrNull, repeat }: SelectDefinition,
  where: string,
  compiler: SelectCompiler,
  expand: Expand,
): Expand {
  const given = [forEach, forEachOrNull, repeat].filter((each) => each !== undefined)
  if (given.length > 1) throw new ViewFault(where, 'chỉ dùng một trong forEach, forEachOrNull và repeat')
  if (repeat) {
    const paths = repeat.map((each, i) => compilePath(each, `${where}.repeat[${i}]`, compiler))
    return overItems((focus, run) => descend(paths, focus, run), expand, false)
  }
  const text = forEach ?? forEachOrNull
  if (text === undefined) return expand
  const path = compilePath(text, `${where}.forEach`, compiler)
  return overItems((focus, run) => path(focus, run.env), expand, forEachOrNull !== undefined)
}

function overItems(
  items: (focus: unknown, run: ViewRun) => readonly Value[],
  expand: Expand,
  orNull: boolean,
): Expand {
  return (focus, run) => {
    const found = items(focus, run)
    const outer = run.variables.rowIndex
    const rows: Cells[] = []
    spend(run, found.length)
    for (let i = 0; i < found.length; i++) {
      run.variables.rowIndex = i
      for (const row of expand(found[i], run)) rows.push(row)
    }
    if (orNull && found.length === 0) {
      run.variables.rowIndex = 0
      for (const row of expand(undefined, run)) rows.push(row)
    }
    run.variables.rowIndex = outer
    return rows
  }
}

/** What the paths reach, at any depth, each item before what lies below it. */
function descend(paths: readonly CompiledPath[], focus: unknown, run: ViewRun): Value[] {
  const found: Value[] = []
  const visit = (at: unknown, depth: number) => {
    if (depth > 200) throw new FhirPathError('repeat đi xuống quá sâu')
    for (const path of paths) {
      for (const item of path(at, run.env)) {
        spend(run, 1)
        found.push(item)
        visit(item, depth + 1)
      }
    }
  }
  visit(focus, 0)
  return found
}
