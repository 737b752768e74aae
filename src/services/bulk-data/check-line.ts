import { decodeUtf8, parseExact } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceInput } from '#gate/access'
import {
  claimedProfiles,
  type Definitions,
  type ProfileShelf,
  validateResource,
} from '#vocabulary/validation'
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
  readonly profiles?: ProfileShelf | undefined
}

const idForm = /^[A-Za-z0-9\-.]{1,64}$/
/** The first reasons are told; a line wrong in a hundred places needs its sender, not a list. */
const mostReasons = 5

/** Reads one line exactly and asks whether it may be stored; a promise only when profiles that it claims must be read first. */
export function checkLine(
  { bytes, number }: RawLine,
  rules: LineRules,
): Result<CheckedLine, BadLine> | Promise<Result<CheckedLine, BadLine>> {
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
  const line = { number, type, id, resource: { value, write }, bytes: bytes.length }
  if (!rules.validate) return ok(line)
  const claimed = claimedProfiles(value)
  if (claimed.length === 0 || !rules.profiles) return validLine(line, [])
  const definitions = rules.profiles.definitionsOf(claimed)
  return definitions instanceof Promise
    ? definitions.then((read) => validLine(line, read))
    : validLine(line, definitions)
}

/** The line, or the reasons why it may not be stored. */
function validLine(line: CheckedLine, definitions: Definitions): Result<CheckedLine, BadLine> {
  const issues = validateResource(line.resource.value, { definitions }).filter(isError)
  if (issues.length === 0) return ok(line)
  const why = issues.slice(0, mostReasons).map(
    (issue): Line => ({
      severity: 'error',
      code: issue.code,
      text: issue.message,
      problem: issue.key ?? 'BULK_INVALID',
      expression: issue.expression,
    }),
  )
  return fail({ number: line.number, name: `${line.type}/${line.id}`, why })
}

const isError = ({ severity }: { readonly severity: string }) => severity === 'error' || severity === 'fatal'

const isResource = (value: unknown): value is ResourceInput['value'] =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { resourceType?: unknown }).resourceType === 'string'

const bad = (number: number, name: string, code: string, text: string, problem = 'BULK_LINE') =>
  fail({ number, name, why: [{ severity: 'error', code, text, problem } as const] })
