import type { z } from 'zod'

/** Parses a query, path or body; throws what `answerProblems` turns into 400. For edges that have nothing to add. */
export function parseOrThrow<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw Object.assign(new Error('incorrect request'), { statusCode: 400 })
}

/** The same for a JSON text; empty text is `{}`. */
export function parseJsonOrThrow<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch {
    throw Object.assign(new Error('not JSON'), { statusCode: 400 })
  }
  return parseOrThrow(schema, value)
}
