import { fail, ok, type Result } from '#foundation/result'
import { compartmentParams } from '#vocabulary/search'
import { badParameter, notDone, outsideCompartment, unknownParameter } from './bulk.problems.ts'
import type { BulkCall, BulkDeps, BulkProblem, Pair } from './bulk.types.ts'
import { badInstant, readInstant } from './read-instant.ts'
import { pairsOf } from './read-parameters.ts'
import { readTypeFilter } from './read-type-filter.ts'
import { resourceTypes } from './resource-types.ts'

export interface WantedExport {
  readonly types: readonly { readonly type: string; readonly filters: readonly string[] }[]
  readonly since: Date | null
  readonly until: Date | null
  /** Ids of the `patient` parameter. */
  readonly patients: readonly string[] | null
  /** What was asked and is not done; under `handling=strict` it is refused instead. */
  readonly told: readonly string[]
}

const formats: ReadonlySet<string> = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson'])
const mostPatients = 100_000

type Read = Result<WantedExport, BulkProblem>

/** Parameters of the kick-off (Bulk Data Access 2.0, 3.1.2). */
export function readExport(call: BulkCall, deps: Pick<BulkDeps, 'terminology'>): Read {
  const pairs = pairsOf(call)
  if (!pairs.ok) return pairs
  const told: string[] = []
  const named: string[] = []
  const filters: { type: string; query: string }[] = []
  const patients: string[] = []
  let since: Date | null = null
  let until: Date | null = null
  for (const [name, value] of pairs.value) {
    switch (name) {
      case '_outputFormat': {
        // An unescaped `+` in a query reads as a space.
        if (!formats.has(value.toLowerCase().replace(' ', '+')))
          return wrong(name, 'chỉ có application/fhir+ndjson.')
        break
      }
      case '_since':
      case '_until': {
        const at = readInstant(value)
        if (at === null) return wrong(name, badInstant)
        if (name === '_since') since = at
        else until = at
        break
      }
      case '_type':
        for (const type of value.split(',')) if (type.trim() !== '') named.push(type.trim())
        break
      case '_typeFilter': {
        const filter = readTypeFilter(value, deps, call.caller.base)
        if (!filter.ok) return filter
        filters.push(filter.value)
        break
      }
      case 'patient': {
        const id = /^(?:Patient\/)?([A-Za-z0-9\-.]{1,64})$/.exec(value)?.[1]
        if (call.type === undefined) told.push(unknownParameter(name))
        else if (id === undefined) return wrong(name, 'phải là tham chiếu Patient/<mã>.')
        else if (patients.push(id) > mostPatients)
          return wrong(name, 'quá nhiều người bệnh trong một yêu cầu.')
        break
      }
      case '_format':
      case '_pretty':
        break
      default:
        told.push(unknownParameter(name))
    }
  }
  const types = typesOf(call, named, filters, told)
  if (!types.ok) return types
  if (call.caller.prefer.isStrict && told[0] !== undefined) return fail(notDone(told))
  return ok({ types: types.value, since, until, patients: patients.length > 0 ? patients : null, told })
}

const wrong = (name: string, why: string): Read => fail(badParameter(name, why))

/** Types that are data about patients, or all types; those named, or those. */
function typesOf(
  call: BulkCall,
  named: readonly string[],
  filters: readonly { type: string; query: string }[],
  told: string[],
): Result<WantedExport['types'], BulkProblem> {
  const all = [...resourceTypes()]
  for (const type of named)
    if (!resourceTypes().has(type))
      return fail(badParameter('_type', `FHIR R4 không có loại “${type.slice(0, 80)}”.`))
  const within = call.type === undefined ? all : patientTypes()
  const outside = new Set(named.filter((type) => !within.includes(type)))
  for (const type of outside) told.push(outsideCompartment(type))
  const wanted = named.length > 0 ? within.filter((type) => named.includes(type)) : within
  for (const { type } of filters)
    if (!wanted.includes(type))
      return fail(badParameter('_typeFilter', `loại “${type}” không nằm trong các loại được xuất.`))
  return ok(
    wanted.map((type) => ({ type, filters: filters.filter((f) => f.type === type).map((f) => f.query) })),
  )
}

let ofPatients: readonly string[] | undefined

/** Types whose resources belong to a patient (R4, CompartmentDefinition patient), the patient included. */
function patientTypes(): readonly string[] {
  ofPatients ??= [...resourceTypes()].filter(
    (type) => type === 'Patient' || compartmentParams('Patient', type).length > 0,
  )
  return ofPatients
}

/** The address of the kick-off as the client wrote it. */
export function requestOf({ caller, type, id, pairs }: BulkCall, name: string): string {
  const path = [type, id, `$${name}`].filter((part) => part !== undefined).join('/')
  const query = pairs.map((pair: Pair) => pair.map(encodeURIComponent).join('=')).join('&')
  return `${caller.base}/${path}${query === '' ? '' : `?${query}`}`
}
