import { isId } from './lexical.ts'
import { resourceTypes } from './type-table.ts'
import { isObject, type JsonObject, type Walk } from './walk.ts'

/** The type that `Patient/1`, `https://…/Patient/1/_history/2` point to; null when the text does not say. */
function typeInUrl(url: string): string | null {
  const history = url.indexOf('/_history/')
  const end = history < 0 ? url.length : history
  const slash = url.lastIndexOf('/', end - 1)
  if (slash <= 0 || !isId(url.slice(slash + 1, end))) return null
  const type = url.slice(url.lastIndexOf('/', slash - 1) + 1, slash)
  return resourceTypes().has(type) ? type : null
}

const hasScheme = (url: string): boolean => {
  const colon = url.indexOf(':')
  if (colon <= 0) return false
  const slash = url.indexOf('/')
  const query = url.indexOf('?')
  return (slash < 0 || colon < slash) && (query < 0 || colon < query)
}

/** The resource type that a reference names, as far as its text or what stands around it tells. */
export function referencedType(walk: Walk, node: JsonObject): string | null {
  let found: string | null | false = null
  const { reference, type } = node
  walk.passes(() => {
    if (typeof reference === 'string') found = targetOf(walk, reference)
  })
  return found || (typeof type === 'string' ? type : null)
}

/** A reference (R4 2.3.0): its form, that what it names here is here, and that it is of a type allowed here. */
export function checkReference(walk: Walk, node: JsonObject, targets: ReadonlySet<string> | null): void {
  const { reference, type } = node
  let target: string | null = null
  if (typeof reference === 'string' && reference !== '') {
    const found = targetOf(walk, reference)
    if (found === false) return
    target = found
  }
  if (typeof type === 'string' && resourceTypes().has(type)) {
    if (target !== null && target !== type)
      walk.errorAt('type', 'value', `Reference.type là ${type} nhưng tham chiếu trỏ tới ${target}.`)
    target ??= type
  }
  if (target === null || targets === null || targets.has(target)) return
  walk.error(
    'structure',
    `Ở đây chỉ được tham chiếu tới ${[...targets].join(', ')}, không được tới ${target}.`,
  )
}

/** Type of what a reference points to: null when it cannot be told, false when it was refused. */
function targetOf(walk: Walk, reference: string): string | null | false {
  if (reference.charCodeAt(0) === 35) return containedTarget(walk, reference)
  if (reference.startsWith('urn:')) return bundleTarget(walk, reference)
  if (hasScheme(reference)) return walk.bundle?.types.get(reference) ?? typeInUrl(reference)
  const query = reference.indexOf('?')
  if (query > 0) return conditionalTarget(walk, reference.slice(0, query))
  const type = typeInUrl(reference)
  if (type !== null && reference.startsWith(`${type}/`)) return type
  walk.errorAt(
    'reference',
    'value',
    'Tham chiếu phải có dạng Loại/định-danh (ví dụ Patient/123), #id, urn:uuid:… hoặc URL đầy đủ.',
  )
  return false
}

function containedTarget(walk: Walk, reference: string): string | null | false {
  const id = reference.slice(1)
  if (id === '') {
    walk.refersToContainer = true
    const type = walk.rootResource.resourceType
    return typeof type === 'string' ? type : null
  }
  const type = walk.contained?.types.get(id)
  if (type === undefined) {
    walk.report(
      'error',
      'invariant',
      'Tham chiếu #… phải trỏ tới một tài nguyên nằm trong contained của chính tài nguyên này.',
      'ref-1',
    )
    return false
  }
  walk.contained!.used.add(id)
  return type
}

/** In a transaction a urn must name an entry: nothing else can resolve it (R4 http 3.1.0.11.2). */
function bundleTarget(walk: Walk, reference: string): string | null | false {
  const { bundle } = walk
  if (!bundle) return null
  const type = bundle.types.get(reference)
  if (type !== undefined) return type === '' ? null : type
  if (bundle.type === 'transaction') {
    walk.errorAt('reference', 'not-found', 'Không có entry nào trong Bundle mang fullUrl này.')
    return false
  }
  return null
}

function conditionalTarget(walk: Walk, type: string): string | null | false {
  if (!resourceTypes().has(type)) {
    walk.errorAt(
      'reference',
      'value',
      'Trước dấu ? phải là tên một loại tài nguyên, ví dụ Patient?identifier=…',
    )
    return false
  }
  if (walk.willResolve || walk.bundle?.type === 'transaction' || walk.bundle?.type === 'batch') return type
  walk.errorAt(
    'reference',
    'value',
    'Tham chiếu có điều kiện (Loại?…) chỉ dùng được trong Bundle transaction.',
  )
  return false
}

/** A name in the world (code system, identifier system, extension): a relative URL there names nothing. */
export function checkAbsolute(walk: Walk, node: JsonObject, name: string): void {
  const url = node[name]
  if (typeof url !== 'string' || url === '' || hasScheme(url)) return
  walk.errorAt(name, 'value', `${name} phải là URI tuyệt đối, ví dụ http://… hoặc urn:oid:…`)
}

/** `#id` in a uri, url or canonical counts as pointing to a contained resource (dom-3). */
export function noteLocalUri(walk: Walk, uri: string): void {
  if (uri.charCodeAt(0) !== 35) return
  if (uri.length === 1) walk.refersToContainer = true
  else walk.contained?.used.add(uri.slice(1))
}

export const listOfObjects = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : []
