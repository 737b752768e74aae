import { isObject, type JsonObject } from './walk.ts'

/** Holds, fails, or (undefined) is left to FHIRPath: the rare cases are not worth a second implementation. */
type KnownTest = (node: JsonObject) => boolean | undefined

const has = (node: JsonObject, name: string): boolean =>
  node[name] !== undefined || node[`_${name}`] !== undefined

/** `value.exists()`: any of `valueString`, `_valueString`, `valueQuantity` … */
function hasChoice(node: JsonObject, name: string): boolean {
  for (const key in node) {
    const at = key.startsWith(name) ? 0 : key.startsWith(`_${name}`) ? 1 : -1
    if (at < 0 || node[key] === undefined) continue
    const next = key.charCodeAt(at + name.length)
    if (next >= 65 && next <= 90) return true
  }
  return false
}

/** `x.coding.where(system = … and code in …).exists()` */
function isCoded(concept: unknown, system: string, ...codes: readonly string[]): boolean {
  if (!isObject(concept) || !Array.isArray(concept.coding)) return false
  return concept.coding.some(
    (each) => isObject(each) && each.system === system && codes.includes(each.code as string),
  )
}

const terms = 'http://terminology.hl7.org/CodeSystem'
const isMistake = (node: JsonObject, list: string): boolean =>
  isCoded(node.verificationStatus, `${terms}/${list}`, 'entered-in-error')

const isInProblemList = (categories: unknown): boolean =>
  Array.isArray(categories) &&
  categories.some((each) => isCoded(each, `${terms}/condition-category`, 'problem-list-item'))

/** `start <= end`: days among themselves, instants among themselves; a day against an instant is for FHIRPath. */
function isOrdered(start: unknown, end: unknown): boolean | undefined {
  if (typeof start !== 'string' || typeof end !== 'string') return undefined
  if (start.length <= 10 && end.length <= 10) {
    const length = Math.min(start.length, end.length)
    return start.slice(0, length) <= end.slice(0, length)
  }
  if (start.length <= 10 || end.length <= 10) return undefined
  // The same offset and precision: the texts are in order when the instants are.
  if (start.length === end.length && start.slice(19) === end.slice(19)) return start <= end
  const from = Date.parse(start)
  const to = Date.parse(end)
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : from <= to
}

/** A sum of exists: `a.exists() or b.exists()`. */
const anyOf =
  (...names: readonly string[]): KnownTest =>
  (node) =>
    names.some((name) => has(node, name))

/** `a.empty() or b.exists()` */
const needs =
  (name: string, other: string): KnownTest =>
  (node) =>
    !has(node, name) || has(node, other)

/** `a.empty() or b.empty()` */
const notBoth =
  (name: string, other: string): KnownTest =>
  (node) =>
    !has(node, name) || !has(node, other)

/** True when the element is absent, as it mostly is; otherwise FHIRPath decides. */
const rarely =
  (name: string): KnownTest =>
  (node) =>
    has(node, name) ? undefined : true

/**
 * The invariants of R4 that nearly every resource meets, written by hand; a test holds each against its FHIRPath on
 * thousands of sample and damaged nodes. Keys are R4's own; a profile's constraints never come here.
 */
export const knownInvariants: Readonly<Record<string, KnownTest>> = {
  'ait-1': (node) => isMistake(node, 'allergyintolerance-verification') || has(node, 'clinicalStatus'),
  'ait-2': (node) => !isMistake(node, 'allergyintolerance-verification') || !has(node, 'clinicalStatus'),
  'att-1': needs('data', 'contentType'),
  'bdl-5': anyOf('resource', 'request', 'response'),
  'con-1': anyOf('summary', 'assessment'),
  'con-2': anyOf('code', 'detail'),
  // R4's expression compares a CodeableConcept with a word, so it would fire at every category; R5 mended it thus.
  'con-3': (node) =>
    has(node, 'clinicalStatus') || isMistake(node, 'condition-ver-status') || !isInProblemList(node.category),
  'con-4': (node) =>
    !hasChoice(node, 'abatement') ||
    isCoded(node.clinicalStatus, `${terms}/condition-clinical`, 'resolved', 'remission', 'inactive'),
  'con-5': (node) => !isMistake(node, 'condition-ver-status') || !has(node, 'clinicalStatus'),
  'cpl-3': notBoth('detail', 'reference'),
  'cpt-2': needs('value', 'system'),
  'ctm-1': rarely('onBehalfOf'),
  'ext-1': (node) => (node.extension !== undefined) !== hasChoice(node, 'value'),
  'imm-1': anyOf('documentType', 'reference'),
  'mad-1': (node) => has(node, 'dose') || hasChoice(node, 'rate'),
  'obs-3': anyOf('low', 'high', 'text'),
  'obs-6': (node) => !has(node, 'dataAbsentReason') || !hasChoice(node, 'value'),
  'obs-7': (node) => (has(node, 'component') && hasChoice(node, 'value') ? undefined : true),
  'org-1': anyOf('identifier', 'name'),
  'org-2': (node) => node.use !== 'home',
  'org-3': (node) => node.use !== 'home',
  'pat-1': anyOf('name', 'telecom', 'address', 'organization'),
  'per-1': (node) =>
    node.start === undefined || node.end === undefined ? true : isOrdered(node.start, node.end),
  'qty-3': needs('code', 'system'),
  'rat-1': (node) =>
    has(node, 'numerator') === has(node, 'denominator') && (has(node, 'numerator') || has(node, 'extension')),
  'rng-2': (node) => (has(node, 'low') && has(node, 'high') ? undefined : true),
  'sqty-1': (node) => !has(node, 'comparator'),
  'tim-1': needs('duration', 'durationUnit'),
  'tim-2': needs('period', 'periodUnit'),
  'tim-4': (node) =>
    typeof node.duration === 'number' ? node.duration >= 0 : !has(node, 'duration') || undefined,
  'tim-5': (node) => (typeof node.period === 'number' ? node.period >= 0 : !has(node, 'period') || undefined),
  'tim-6': needs('periodMax', 'period'),
  'tim-7': needs('durationMax', 'duration'),
  'tim-8': needs('countMax', 'count'),
  'tim-9': rarely('offset'),
  'tim-10': notBoth('timeOfDay', 'when'),
}

/** Seen to by the walk itself: empty elements, contained resources, references, bundles, narrative. */
export const structuralInvariants: ReadonlySet<string> = new Set([
  ...['ele-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'ref-1', 'txt-1', 'txt-2'],
  ...['bdl-1', 'bdl-2', 'bdl-3', 'bdl-4', 'bdl-7', 'bdl-8', 'bdl-9', 'bdl-10', 'bdl-11', 'bdl-12'],
  // Best practice only: "a resource should have narrative". Machine-made data seldom has, and nothing is wrong with it.
  'dom-6',
])
