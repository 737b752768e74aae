import { isOid, isUuid } from './lexical.ts'
import { type BundleScope, isObject, type JsonObject, type Walk } from './walk.ts'

/** The fullUrls of a bundle with the type behind each, before any reference in it is read. */
export function bundleScopeOf(bundle: JsonObject): BundleScope {
  const types = new Map<string, string>()
  const entries = Array.isArray(bundle.entry) ? bundle.entry : []
  for (const entry of entries) {
    if (!isObject(entry) || typeof entry.fullUrl !== 'string') continue
    const type = isObject(entry.resource) ? entry.resource.resourceType : ''
    types.set(entry.fullUrl, typeof type === 'string' ? type : '')
  }
  return { types, type: typeof bundle.type === 'string' ? bundle.type : '' }
}

/**
 * R4 Bundle: bdl-1 … bdl-12 and the words around them. Written by hand because each is about every entry at once, and
 * a transaction holds thousands.
 */
export function checkBundle(walk: Walk, bundle: JsonObject): void {
  const { type } = bundle
  const entries = Array.isArray(bundle.entry) ? bundle.entry : []
  if (bundle.total !== undefined && type !== 'searchset' && type !== 'history')
    invariant(walk, 'bdl-1', 'Chỉ Bundle searchset hoặc history mới có total.')
  if (type === 'document') checkDocument(walk, bundle)
  if (type === 'document' || type === 'message') {
    const wanted = type === 'document' ? 'Composition' : 'MessageHeader'
    const first = isObject(entries[0]) ? entries[0].resource : undefined
    // An empty bundle has no first resource to be of another type (the invariant is then empty, not false).
    if (first !== undefined && (!isObject(first) || first.resourceType !== wanted)) {
      const key = type === 'document' ? 'bdl-11' : 'bdl-12'
      invariant(walk, key, `Tài nguyên đầu tiên của Bundle ${type} phải là ${wanted}.`)
    }
  }
  if (!walk.enter('entry')) return
  const seen = new Set<string>()
  for (let index = 0; index < entries.length && !walk.isStopped; index++) {
    const entry = entries[index]
    if (!isObject(entry)) continue
    walk.place(index)
    checkEntry(walk, type, entry)
    checkFullUrl(walk, type, entry, seen)
  }
  walk.leave()
}

function checkDocument(walk: Walk, bundle: JsonObject): void {
  const identifier = isObject(bundle.identifier) ? bundle.identifier : {}
  if (identifier.system === undefined || identifier.value === undefined)
    invariant(walk, 'bdl-9', 'Bundle document phải có identifier gồm system và value.')
  if (typeof bundle.timestamp !== 'string') invariant(walk, 'bdl-10', 'Bundle document phải có timestamp.')
}

const asks = new Set<unknown>(['batch', 'transaction', 'history'])
const answers = new Set<unknown>(['batch-response', 'transaction-response', 'history'])

function checkEntry(walk: Walk, type: unknown, entry: JsonObject): void {
  if (entry.search !== undefined && type !== 'searchset')
    invariant(walk, 'bdl-2', 'Chỉ Bundle searchset mới có entry.search.')
  if ((entry.request !== undefined) !== asks.has(type))
    invariant(
      walk,
      'bdl-3',
      'Bundle batch, transaction, history: entry nào cũng phải có request; loại khác không có.',
    )
  if ((entry.response !== undefined) !== answers.has(type))
    invariant(
      walk,
      'bdl-4',
      'Bundle batch-response, transaction-response, history: entry nào cũng phải có response; loại khác không có.',
    )
}

function checkFullUrl(walk: Walk, type: unknown, entry: JsonObject, seen: Set<string>): void {
  const { fullUrl, resource } = entry
  if (typeof fullUrl !== 'string') return
  if (fullUrl.includes('/_history/'))
    invariant(walk, 'bdl-8', 'fullUrl không được trỏ tới một phiên bản (/_history/).')
  if (fullUrl.startsWith('urn:uuid:') ? !isUuid(fullUrl) : fullUrl.startsWith('urn:oid:') && !isOid(fullUrl))
    walk.errorAt(
      'fullUrl',
      'value',
      'fullUrl dạng urn: phải là urn:uuid: kèm UUID viết thường, hoặc urn:oid:.',
    )
  else if (!fullUrl.includes(':'))
    walk.errorAt(
      'fullUrl',
      'value',
      'fullUrl phải là URL đầy đủ hoặc urn:uuid:…, không phải đường dẫn tương đối.',
    )
  if (type !== 'history') {
    const meta = isObject(resource) && isObject(resource.meta) ? resource.meta : {}
    const key = `${fullUrl}${typeof meta.versionId === 'string' ? meta.versionId : ''}`
    if (seen.has(key)) invariant(walk, 'bdl-7', 'Hai entry trùng fullUrl; mỗi tài nguyên chỉ đứng một lần.')
    seen.add(key)
  }
  if (isObject(resource)) checkIdentity(walk, fullUrl, resource)
}

/** `https://…/Patient/1` says which resource stands there. */
function checkIdentity(walk: Walk, fullUrl: string, resource: JsonObject): void {
  const { id, resourceType } = resource
  if (!fullUrl.startsWith('http') || typeof id !== 'string' || typeof resourceType !== 'string') return
  const parts = fullUrl.split('/')
  if (parts.at(-2) === resourceType && parts.at(-1) !== id)
    walk.errorAt('fullUrl', 'value', 'fullUrl và id của tài nguyên trong entry không khớp nhau.')
}

const invariant = (walk: Walk, key: string, message: string): void =>
  walk.report('error', 'invariant', message, key)
