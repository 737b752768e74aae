import { decodeUtf8, parseExact } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceInput } from '#gate/access'
import { validateResource } from '#vocabulary/validation'
import type { Line } from './outcome.ts'
import { resourceTypes } from './resource-types.ts'
import type { RawLine } from './split-lines.ts'

/** A line that may be stored. */
export interface CheckedLine {
  readonly number: number
  readonly type: string
  readonly id: string
  readonly resource: ResourceInput
  /** Of the line, for keeping memory bounded. */
  readonly bytes: number
}

/** A line that may not: why, and what of it is known. */
export interface BadLine {
  readonly number: number
  readonly name: string
  readonly why: readonly Line[]
}

export interface LineRules {
  /** The type the sender announced for the file. */
  readonly type: string | null
  readonly validate: boolean
}

const idForm = /^[A-Za-z0-9\-.]{1,64}$/
/** The first reasons are told; a line wrong in a hundred places needs its sender, not a list. */
const mostReasons = 5

/** Reads one line exactly and asks whether it may be stored. */
export function checkLine({ bytes, number }: RawLine, rules: LineRules): Result<CheckedLine, BadLine> {
  if (bytes === null) return bad(number, '', 'too-long', 'Dòng quá dài.')
  const text = decodeUtf8(bytes)
  if (!text.ok) return bad(number, '', 'structure', text.problem.message, text.problem.code)
  const json = parseExact(text.value)
  if (!json.ok) return bad(number, '', 'structure', json.problem.message, json.problem.code)
  const { value, write } = json.value
  if (!isResource(value))
    return bad(number, '', 'structure', 'Dòng phải là một tài nguyên FHIR có “resourceType”.')
  const { resourceType: type, id } = value
  if (!resourceTypes().has(type))
    return bad(number, '', 'not-supported', 'FHIR R4 không có loại tài nguyên này.')
  if (rules.type !== null && type !== rules.type)
    return bad(number, type, 'invalid', `Tệp này được báo là loại ${rules.type}, dòng là loại ${type}.`)
  if (typeof id !== 'string' || !idForm.test(id))
    return bad(number, type, 'required', 'Tài nguyên cần có “id” hợp lệ: mã được giữ nguyên khi nhập.')
  if (rules.validate) {
    const issues = validateResource(value).filter(isError)
    if (issues.length > 0) {
      const why = issues.slice(0, mostReasons).map(
        (issue): Line => ({
          severity: 'error',
          code: issue.code,
          text: issue.message,
          problem: issue.key ?? 'BULK_INVALID',
          expression: issue.expression,
        }),
      )
      return fail({ number, name: `${type}/${id}`, why })
    }
  }
  return ok({ number, type, id, resource: { value, write }, bytes: bytes.length })
}

const isError = ({ severity }: { readonly severity: string }) => severity === 'error' || severity === 'fatal'

const isResource = (value: unknown): value is ResourceInput['value'] =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { resourceType?: unknown }).resourceType === 'string'

const bad = (number: number, name: string, code: string, text: string, problem = 'BULK_LINE') =>
  fail({ number, name, why: [{ severity: 'error', code, text, problem } as const] })
