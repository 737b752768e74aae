import { fail, ok } from '#foundation/result'
import { type CodeSystemIndex, type Concept, indexCodeSystem } from './code-system.ts'
import type { Composer } from './compose.ts'
import { contains, type Extent } from './extent.ts'
import { displayOf, isInForce } from './hierarchy.ts'
import { type Library, splitCanonical } from './library.ts'
import { isObject } from './read-json.ts'
import { systemRules } from './system-rules.ts'
import { problems } from './terminology.problems.ts'
import type { CodingInput, TerminologyResult, ValidateOutcome, ValidateRequest } from './terminology.types.ts'

/** A code that was found: concept null when only its form could be judged. Otherwise why it was not. */
type Found = { readonly concept: Concept | null } | { readonly reason: string }

/** ValueSet/$validate-code: any of the codings in the set is enough (FHIR R4 valueset-operation-validate-code.html). */
export function validateInValueSet(
  request: ValidateRequest,
  { composer }: { composer: Composer },
): TerminologyResult<ValidateOutcome> {
  if (request.valueSet === undefined && !request.url) return fail(problems.missing('url hoặc valueSet'))
  const extent =
    request.valueSet === undefined
      ? composer.extentOf(request.url!)
      : composer.extentOfInline(request.valueSet)
  if (!extent.ok) return extent
  return judgeAll(request, (coding) => inExtent(extent.value, coding, request.inferSystem === true))
}

/** CodeSystem/$validate-code. */
export function validateInCodeSystem(
  request: ValidateRequest,
  { library }: { library: Library },
): TerminologyResult<ValidateOutcome> {
  const inline = isObject(request.codeSystem) ? indexCodeSystem(request.codeSystem) : undefined
  const canonical = request.url ?? request.codings[0]?.system
  if (!inline && !canonical) return fail(problems.missing('url hoặc codeSystem'))
  const index = inline ?? library.codeSystem(canonical!)
  const url = inline ? inline.url : splitCanonical(canonical!)[0]
  const rule = systemRules.get(url)
  if (!rule && (!index || (index.concepts.size === 0 && !index.isComplete))) {
    return fail(problems.notFound('hệ mã', canonical!))
  }
  return judgeAll(request, ({ system, code }) => {
    if (system !== undefined && url !== '' && system !== url)
      return { reason: `Mã không thuộc hệ mã ${url}.` }
    if (!index)
      return rule!(code!) ? { concept: null } : { reason: `Mã viết không đúng cách của hệ mã ${url}.` }
    return inIndex(index, code!)
  })
}

function judgeAll(
  request: ValidateRequest,
  find: (coding: CodingInput) => Found,
): TerminologyResult<ValidateOutcome> {
  const codings = request.codings.filter((coding) => coding.code !== undefined)
  if (codings.length === 0) return fail(problems.missing('code, coding hoặc codeableConcept'))
  let first: ValidateOutcome | undefined
  for (const coding of codings) {
    const outcome = judge(coding, find(coding), request)
    if (outcome.result) return ok(outcome)
    first ??= outcome
  }
  return ok(first!)
}

function judge(coding: CodingInput, found: Found, request: ValidateRequest): ValidateOutcome {
  if ('reason' in found) return { result: false, message: found.reason }
  const { concept } = found
  if (!concept) return { result: true }
  const display = displayOf(concept, request.date, request.displayLanguage)
  const named = display === undefined ? {} : { display }
  const wrong = (message: string): ValidateOutcome => ({ result: false, message, ...named })
  if (concept.isAbstract && request.abstract === false) {
    return wrong('Mã này chỉ để gộp nhóm, không dùng để ghi; hãy chọn mã cụ thể hơn.')
  }
  if (!isInForce(concept, request.date)) return wrong(`Mã này không có hiệu lực vào ngày ${request.date}.`)
  if (coding.display !== undefined && !isNameOf(concept, coding.display)) {
    return wrong('Tên gọi (display) không đúng với mã này.')
  }
  return concept.isInactive
    ? { result: true, message: 'Mã này không còn dùng cho bản ghi mới.', ...named }
    : { result: true, ...named }
}

function inExtent(extent: Extent, { system, code }: CodingInput, inferSystem: boolean): Found {
  if (system === undefined) {
    if (!inferSystem) return { reason: 'Mã phải ghi kèm hệ mã (system).' }
    const systems = [...extent.listed.keys(), ...extent.rules.keys()]
    const own = systems.find((candidate) => contains(extent, candidate, code!))
    if (own === undefined) return { reason: notInSet(extent.open.size > 0) }
    return { concept: extent.listed.get(own)?.get(code!) ?? null }
  }
  const isIn = contains(extent, system, code!)
  return isIn
    ? { concept: extent.listed.get(system)?.get(code!) ?? null }
    : { reason: notInSet(isIn === undefined) }
}

const notInSet = (isUnknown: boolean) =>
  isUnknown
    ? 'Không kiểm tra được: hệ mã này không có trên máy chủ nên không biết mã có thuộc bộ mã hay không.'
    : 'Mã không thuộc bộ mã này.'

function inIndex(index: CodeSystemIndex, code: string): Found {
  const concept = index.concepts.get(code)
  if (concept) return { concept }
  return {
    reason: index.isComplete
      ? 'Hệ mã không có mã này.'
      : 'Không kiểm tra được: máy chủ chỉ có một phần của hệ mã này và phần đó không có mã được hỏi.',
  }
}

/** Upper and lower case, spaces and the way of composing tone marks make no other name. */
function isNameOf({ display, code, designations }: Concept, given: string): boolean {
  const wanted = plain(given)
  if (display === undefined && designations.length === 0) return true
  return (
    plain(display ?? code) === wanted ||
    designations.some((designation) => plain(designation.value) === wanted)
  )
}

const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
