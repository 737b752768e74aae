import type { Problem } from '#foundation/result'

/** The database cannot be asked just now. Edges answer 503 (lost) or 429 (all connections busy) from `problem`. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
  readonly problem: Problem

  constructor(kind: 'unavailable' | 'busy', cause: unknown) {
    super(kind === 'busy' ? 'no free database connection' : 'database connection lost', { cause })
    this.problem =
      kind === 'busy'
        ? { code: 'DB_BUSY', kind, message: 'Cơ sở dữ liệu đang quá tải. Hãy thử lại sau ít phút.' }
        : {
            code: 'DB_UNAVAILABLE',
            kind,
            message: 'Không kết nối được cơ sở dữ liệu. Hãy thử lại sau ít phút.',
          }
  }
}

const lostCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
])

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

/** The connection is of no more use. */
export function isLost(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  const code = codeOf(error)
  // ENOENT is a missing socket only when connecting; otherwise it is somebody's missing file.
  const syscall = (error as { syscall?: unknown } | null)?.syscall
  if (code === 'ENOENT') return syscall === 'connect'
  if (lostCodes.has(code) || code.startsWith('08')) return true
  return (
    code === '' &&
    error instanceof Error &&
    /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired)/.test(
      error.message,
    )
  )
}

/** After this error the connection must not be used again: it stands in the middle of a copy, or its rollback failed. */
export const isSpent = (error: unknown): boolean =>
  (error as { connectionIsSpent?: boolean } | null)?.connectionIsSpent === true

export function markSpent(error: unknown): void {
  if (typeof error === 'object' && error !== null)
    Object.defineProperty(error, 'connectionIsSpent', { value: true, enumerable: false, configurable: true })
}

/** Turns a lost connection or an exhausted pool into `DatabaseUnavailable`; everything else stays what it is. */
export function wrapped(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable) return error
  if (codeOf(error) === '53300') return new DatabaseUnavailable('busy', error)
  if (error instanceof Error && /timeout exceeded when trying to connect/.test(error.message)) {
    return new DatabaseUnavailable('busy', error)
  }
  return isLost(error) ? new DatabaseUnavailable('unavailable', error) : error
}

/** Deadlock or serialization failure: the same work may succeed when done again from the start. */
export const isTransient = (error: unknown): boolean => ['40P01', '40001'].includes(codeOf(error))

/** An error of ours that `retryTransient` and workers treat like a serialization failure: do the whole work again. */
export const transient = (message: string): Error => Object.assign(new Error(message), { code: '40001' })

const isViolation = (error: unknown, code: string, constraint?: string): boolean =>
  codeOf(error) === code &&
  (constraint === undefined || (error as { constraint?: string }).constraint === constraint)

/** A unique index said no (23505), of this constraint if named. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  isViolation(error, '23505', constraint)
