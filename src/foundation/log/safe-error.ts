import { maskNumbers } from './hide-personal.ts'

interface Thrown {
  name?: unknown
  message?: unknown
  stack?: unknown
  code?: unknown
  severity?: unknown
  schema?: unknown
  table?: unknown
  constraint?: unknown
  routine?: unknown
  cause?: unknown
}

/**
 * What may be written about an error. PostgreSQL puts values into message, detail, where and parameters, JSON.parse puts a
 * piece of its input into its message: those are left out; codes, tables, constraints and the stack's places stay.
 */
export function safeError(thrown: unknown): Record<string, unknown> {
  if (typeof thrown !== 'object' || thrown === null) return { type: typeof thrown }
  const error = thrown as Thrown
  const type = typeof error.name === 'string' ? error.name : 'Error'
  const fromPostgres = typeof error.severity === 'string' && typeof error.code === 'string'
  const talksOfInput = fromPostgres || thrown instanceof SyntaxError || type === 'ZodError'
  return {
    type,
    ...pick(
      error,
      fromPostgres ? ['code', 'severity', 'schema', 'table', 'constraint', 'routine'] : ['code'],
    ),
    ...(talksOfInput ? {} : { message: maskNumbers(String(error.message ?? '')).slice(0, 300) }),
    stack: places(error.stack),
    ...(error.cause ? { cause: safeError(error.cause) } : {}),
  }
}

const pick = (from: object, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const value = (from as Record<string, unknown>)[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )

/** The stack without its first lines, which repeat the message. */
function places(stack: unknown): string | undefined {
  if (typeof stack !== 'string') return undefined
  const lines = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return lines.length === 0
    ? undefined
    : lines
        .slice(0, 12)
        .map((line) => line.trim())
        .join(' < ')
}
