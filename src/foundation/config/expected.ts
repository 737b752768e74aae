import { z } from 'zod'
import { metaOf } from './define-config.ts'

interface Json {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minLength?: number
  maxLength?: number
  format?: string
  pattern?: string
  anyOf?: Json[]
}

/** What a variable may be, short, in both languages: `số nguyên, từ 1 đến 100 (whole number, 1 to 100)`. */
export function expectedOf(field: z.ZodType): string {
  const { expected } = metaOf(field)
  if (expected) return expected
  let json: Json
  try {
    json = z.toJSONSchema(field, { unrepresentable: 'any', io: 'output' }) as Json
  } catch {
    return 'văn bản (text)'
  }
  const [vietnamese, english] = words(json)
  return `${vietnamese} (${english})`
}

function words(json: Json): readonly [string, string] {
  if (json.anyOf) {
    const each = json.anyOf.map(words)
    return [each.map((w) => w[0]).join(' hoặc '), each.map((w) => w[1]).join(' or ')]
  }
  if (json.enum) return [`một trong: ${json.enum.join(', ')}`, `one of: ${json.enum.join(', ')}`]
  if (json.const !== undefined) return [`đúng "${json.const}"`, `exactly "${json.const}"`]
  if (json.type === 'boolean') return ['true hoặc false', 'true or false']
  if (json.type === 'integer' || json.type === 'number') {
    const low = json.minimum ?? json.exclusiveMinimum
    // Zod writes the limits of a safe integer out; nobody needs to read them.
    const high =
      json.maximum !== undefined && json.maximum < Number.MAX_SAFE_INTEGER ? json.maximum : undefined
    const from = low !== undefined && low > -Number.MAX_SAFE_INTEGER ? low : undefined
    const range = (a: string, b: string) =>
      (from === undefined ? '' : `, ${a} ${from}`) +
      (high === undefined ? '' : `${from === undefined ? ',' : ''} ${b} ${high}`)
    return json.type === 'integer'
      ? [`số nguyên${range('từ', 'đến')}`, `whole number${range('from', 'to')}`]
      : [`số${range('từ', 'đến')}`, `number${range('from', 'to')}`]
  }
  if (json.format === 'uri') return ['một địa chỉ URL', 'a URL']
  if (json.pattern) return [`văn bản theo mẫu ${json.pattern}`, `text like ${json.pattern}`]
  if (json.minLength && json.minLength > 1)
    return [`văn bản từ ${json.minLength} ký tự`, `text of ${json.minLength}+ characters`]
  return ['văn bản', 'text']
}
