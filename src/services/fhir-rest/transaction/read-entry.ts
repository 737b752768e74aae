import { decodeUtf8, type ExactJson, parseExact } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { Body, Call, Caller, Conditions, Method } from '../call.types.ts'
import { badEntry, fhirProblems } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { mediaOf } from '../read-format.ts'
import { readPairs } from '../read-pairs.ts'
import { readTarget, segmentsOf } from '../read-target.ts'

/** An entry of a batch or transaction, as the call it stands for. */
export interface Entry {
  readonly fullUrl?: string
  readonly call: Call
}

type Members = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const methods: ReadonlySet<unknown> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
const isMethod = (value: unknown): value is Method => methods.has(value)

/** FHIR R4, http 3.1.0.11: `request` says in an entry what method, path and headers say on HTTP. */
export function readEntry(
  caller: Caller,
  bundle: ExactJson,
  entry: unknown,
  index: number,
): Result<Entry, FhirProblem> {
  if (!isObject(entry)) return fail(badEntry(index, '', 'Mục của Bundle phải là một đối tượng.'))
  const { request, resource, fullUrl } = entry
  if (!isObject(request)) return fail(badEntry(index, '.request', 'Mục thiếu “request” (method và url).'))
  const { method, url } = request
  if (!isMethod(method))
    return fail(badEntry(index, '.request.method', 'Method phải là GET, HEAD, POST, PUT, PATCH hoặc DELETE.'))
  if (typeof url !== 'string') return fail(badEntry(index, '.request.url', 'Mục thiếu “request.url”.'))
  if (fullUrl !== undefined && typeof fullUrl !== 'string')
    return fail(badEntry(index, '.fullUrl', '“fullUrl” phải là chuỗi ký tự.'))
  const conditions = readConditions(request)
  if (!conditions) return fail(badEntry(index, '.request', 'Điều kiện trong “request” phải là chuỗi ký tự.'))

  const relative = url.startsWith(`${caller.base}/`) ? url.slice(caller.base.length + 1) : url
  const mark = relative.indexOf('?')
  const segments = segmentsOf(mark < 0 ? relative : relative.slice(0, mark))
  if (!segments) return fail(fhirProblems.badUrl)
  const target = readTarget(segments)
  if (!target.ok) return target
  const pairs = readPairs(mark < 0 ? '' : relative.slice(mark + 1))
  if (!pairs.ok) return pairs
  const body = resource === undefined ? ok(null) : bodyOf(bundle, resource, method)
  if (!body.ok) return body
  const call: Call = {
    caller,
    method,
    target: target.value,
    pairs: pairs.value,
    conditions,
    body: body.value,
  }
  return ok(typeof fullUrl === 'string' ? { fullUrl, call } : { call })
}

const conditionNames = ['ifMatch', 'ifNoneMatch', 'ifModifiedSince', 'ifNoneExist'] as const

function readConditions(request: Members): Conditions | null {
  let conditions: { -readonly [K in keyof Conditions]: Conditions[K] } | undefined
  for (const name of conditionNames) {
    const value = request[name]
    if (value === undefined) continue
    if (typeof value !== 'string') return null
    conditions ??= {}
    conditions[name] = value
  }
  return conditions ?? none
}

const none: Conditions = {}

/** A JSON Patch travels in an entry as a Binary (FHIR R4, http 3.1.0.8.1). */
function bodyOf(bundle: ExactJson, resource: unknown, method: Method): Result<Body, FhirProblem> {
  if (method === 'PATCH' && isObject(resource) && resource.resourceType === 'Binary') {
    const { contentType, data } = resource
    if (typeof contentType !== 'string' || typeof data !== 'string') return fail(fhirProblems.notAPatch)
    const media = mediaOf(contentType)
    if (media !== 'json-patch' && media !== 'json') return fail(fhirProblems.notAPatch)
    const text = decodeUtf8(Buffer.from(data, 'base64'))
    const json = text.ok ? parseExact(text.value) : text
    return json.ok ? ok({ kind: 'json', media, json: json.value }) : json
  }
  // Nothing is copied: the entry is a part of the Bundle and is written with the digits of the Bundle.
  const json = { value: resource, digits: bundle.digits, write: bundle.write }
  return ok({ kind: 'json', media: 'json', json })
}
