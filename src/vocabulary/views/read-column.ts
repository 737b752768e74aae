import {
  type CompiledPath,
  FhirPathError,
  jsonOf,
  type PathEnvironment,
  type Value,
} from '#vocabulary/fhirpath'
import type { ViewColumn } from './view.types.ts'
import type { ColumnDefinition } from './view-definition.ts'

export interface ReadColumn {
  readonly column: ViewColumn
  readonly cell: (focus: unknown, env: PathEnvironment) => unknown
}

const prefix = 'http://hl7.org/fhir/StructureDefinition/'

export function readColumn(definition: ColumnDefinition, path: CompiledPath): ReadColumn {
  const { name, type, collection = false } = definition
  const column = {
    name,
    type: type?.startsWith(prefix) ? type.slice(prefix.length) : (type ?? 'string'),
    collection,
  }
  const cellOf = (value: Value): unknown => {
    if (type === undefined && typeof value.value === 'object') {
      throw new FhirPathError(`cột ${name} nhận giá trị phức mà không khai báo type`)
    }
    return jsonOf(value)
  }
  if (collection) return { column, cell: (focus, env) => path(focus, env).map(cellOf) }
  return {
    column,
    cell: (focus, env) => {
      const values = path(focus, env)
      if (values.length > 1)
        throw new FhirPathError(`cột ${name} có nhiều giá trị mà không khai báo collection`)
      return values.length === 0 ? null : cellOf(values[0]!)
    },
  }
}
