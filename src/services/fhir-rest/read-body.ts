import { decodeUtf8, type ExactJson, parseExact } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import { readXml } from '#vocabulary/fhir-xml'
import type { Body } from './call.types.ts'
import { fhirProblems } from './fhir.problems.ts'
import type { FhirProblem, Issue } from './fhir-problem.ts'
import { mediaOf } from './read-format.ts'
import { readPairs } from './read-pairs.ts'

/** Bytes as what their Content-Type says they are. What is neither JSON, XML nor a form is left to its reader. */
export function readBody(bytes: Uint8Array, contentType: string | undefined): Result<Body, FhirProblem> {
  const media = mediaOf(contentType)
  if (media === 'other') return ok({ kind: 'other', contentType: contentType ?? '', bytes })
  const text = decodeUtf8(bytes)
  if (!text.ok) return text
  if (media === 'form') {
    const pairs = readPairs(text.value)
    return pairs.ok ? ok({ kind: 'form', pairs: pairs.value }) : pairs
  }
  if (text.value.trim() === '') return fail(fhirProblems.noBody)
  const json = media === 'xml' ? fromXml(text.value) : parseExact(text.value)
  return json.ok ? ok({ kind: 'json', media, json: json.value }) : json
}

/** Several elements of one XML may be wrong: each has its own line in the outcome. */
function fromXml(text: string): Result<ExactJson, FhirProblem> {
  const read = readXml(text)
  if (read.ok) return read
  const { code, kind, message, issues } = read.problem
  if (issues.length === 0) return fail({ code, kind, message, issue: 'structure' })
  const lines = issues.map((issue): Issue => {
    const { path, message } = issue
    return { severity: 'error', code: 'structure', message, expression: path, key: code }
  })
  return fail({ code, kind, message, issues: lines })
}
