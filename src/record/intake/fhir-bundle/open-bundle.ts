import { decodeUtf8, type ExactJson, parseExact } from '#foundation/json'
import { readXml } from '#vocabulary/fhir-xml'
import type { BundleProblems } from './problem-sentences.ts'

/** A Bundle's JSON or XML as values with the sender's digits; null when it cannot be opened, which has been said. */
export function openBundle(bytes: Uint8Array, problems: BundleProblems): ExactJson | null {
  const decoded = decodeUtf8(bytes)
  if (!decoded.ok) {
    problems.add('FHIR_ENCODING')
    return null
  }
  const hasMark = decoded.value.charCodeAt(0) === 0xfeff
  if (hasMark) problems.add('FHIR_BYTE_ORDER_MARK')
  const text = hasMark ? decoded.value.slice(1) : decoded.value
  const opened = text.trimStart().startsWith('<') ? readXml(text) : parseExact(text)
  if (opened.ok) return opened.value
  problems.add('FHIR_BROKEN', {}, opened.problem.message)
  return null
}
