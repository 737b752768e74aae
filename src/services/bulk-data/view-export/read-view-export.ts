import { fail, ok, type Result } from '#foundation/result'
import { type RowFormat, rowFormat } from '#vocabulary/views'
import { badParameter, unknownParameter } from '../bulk.problems.ts'
import type { BulkCall, BulkProblem } from '../bulk.types.ts'
import { badInstant, readInstant } from '../read-instant.ts'
import { listOf, type Part, pairsOf, partsOf } from '../read-parameters.ts'
import { viewExportProblems } from './view-export.problems.ts'

/** A `view` as it was asked: the definition itself, or where it lies. */
export type AskedView = {
  readonly name: string | null
  /** Where it stands: `parameter[2]`. */
  readonly place: string
} & ({ readonly resource: Part } | { readonly reference: string })

export interface WantedViews {
  readonly views: readonly AskedView[]
  readonly format: RowFormat
  readonly header: boolean
  readonly clientTrackingId: string | null
  readonly since: Date | null
  readonly patients: readonly string[]
  readonly groups: readonly string[]
}

const mostViews = 100
const mostPatients = 100_000
const mostGroups = 100

type Read = Result<WantedViews, BulkProblem>

/** Parameters of the kick-off (SQL on FHIR v2, $viewdefinition-export); what is not known is refused. */
export function readViewExport(call: BulkCall): Read {
  const pairs = pairsOf(call)
  if (!pairs.ok) return pairs
  const views = readViews(call)
  if (!views.ok) return views
  let format: RowFormat = 'ndjson'
  let header = true
  let clientTrackingId: string | null = null
  let since: Date | null = null
  const ofPatients = { type: 'Patient', ids: [] as string[], most: mostPatients }
  const ofGroups = { type: 'Group', ids: [] as string[], most: mostGroups }
  for (const [name, value] of pairs.value) {
    switch (name) {
      case 'view':
      case '_pretty':
        break
      case '_format': {
        const asked = rowFormat(value)
        if (!asked) return wrong(name, 'chỉ có ndjson, csv và json; chưa xuất được parquet.')
        format = asked
        break
      }
      case 'header':
        if (value !== 'true' && value !== 'false') return wrong(name, 'phải là true hoặc false.')
        header = value === 'true'
        break
      case 'clientTrackingId':
        if (!isShort(value)) return wrong(name, 'phải là một dòng chữ, tối đa 200 ký tự.')
        clientTrackingId = value
        break
      case '_since':
        since = readInstant(value)
        if (since === null) return wrong(name, badInstant)
        break
      case 'patient':
      case 'group': {
        const asked = name === 'patient' ? ofPatients : ofGroups
        const id = idIn(value, asked.type, call.caller.base)
        if (id === null) return wrong(name, `phải là tham chiếu ${asked.type}/<mã>.`)
        if (asked.ids.push(id) > asked.most) return wrong(name, 'quá nhiều trong một yêu cầu.')
        break
      }
      case 'source':
        return refused(name, 'chưa đọc nguồn dữ liệu ngoài. Hãy bỏ tham số này để xuất từ kho.')
      default:
        return fail({ ...badParameter(name, ''), issue: 'not-supported', message: unknownParameter(name) })
    }
  }
  return ok({
    ...{ views: views.value, format, header, clientTrackingId, since },
    ...{ patients: ofPatients.ids, groups: ofGroups.ids },
  })
}

const wrong = (name: string, why: string): Read => fail(badParameter(name, why))
const refused = (name: string, why: string): Read =>
  fail({ ...badParameter(name, why), issue: 'not-supported' })

/** One line that a person can read. */
const isShort = (text: string): boolean => text.length <= 200 && /^\P{Cc}*\S\P{Cc}*$/u.test(text)

/** `Patient/1`, under our own base or without, or the id alone; null: it leads elsewhere. */
function idIn(text: string, type: string, base: string): string | null {
  const relative = text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text
  const id = relative.startsWith(`${type}/`) ? relative.slice(type.length + 1) : relative
  return /^[A-Za-z0-9\-.]{1,64}$/.test(id) ? id : null
}

function readViews(call: BulkCall): Result<readonly AskedView[], BulkProblem> {
  const all = partsOf(call.body)
  if (!all.ok) return all
  const views: AskedView[] = []
  for (const [index, part] of all.value.entries()) {
    if (part.name !== 'view') continue
    const view = readView(listOf(part.part), `parameter[${index}]`)
    if (!view.ok) return view
    if (views.push(view.value) > mostViews) return fail(viewExportProblems.noView)
  }
  return views.length > 0 ? ok(views) : fail(viewExportProblems.noView)
}

function readView(parts: readonly Part[], place: string): Result<AskedView, BulkProblem> {
  const known = new Set(['name', 'viewResource', 'viewReference'])
  const stray = parts.find(({ name }) => !known.has(String(name)))
  if (stray) return fail({ ...badParameter('view', unknownParameter(String(stray.name))), expression: place })
  const of = (name: string) => parts.filter((part) => part.name === name)
  const [named, ...otherNames] = of('name')
  const [given, ...others] = [...of('viewResource'), ...of('viewReference')]
  if (!given || others.length + otherNames.length > 0)
    return fail({ ...viewExportProblems.noView, expression: place })
  const name = named ? named.valueString : null
  if (name !== null && (typeof name !== 'string' || !isShort(name)))
    return fail({ ...badParameter('name', 'phải là một dòng chữ, tối đa 200 ký tự.'), expression: place })
  const { resource, valueReference } = given as { resource?: Part; valueReference?: Part }
  if (given.name === 'viewResource')
    return isObject(resource)
      ? ok({ name, place, resource })
      : fail({ ...viewExportProblems.noView, expression: place })
  const reference = isObject(valueReference) ? valueReference.reference : null
  return typeof reference === 'string'
    ? ok({ name, place, reference })
    : fail({ ...viewExportProblems.noView, expression: place })
}

const isObject = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
