import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino'
import { hidePersonal, maskNumbers } from './hide-personal.ts'
import { safeError } from './safe-error.ts'
import { shortLine } from './short-line.ts'

/** pino's own logger: `log.info({ receipt, ms }, 'stored')`, `log.child({ room: 'intake' })`. */
export type Logger = PinoLogger
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

interface Options {
  readonly level?: LogLevel
  /** Where lines go; stderr when left out. */
  readonly to?: DestinationStream
  /** One short line a person can read; by default when stderr is a terminal. */
  readonly short?: boolean
}

/** Makes the process's logger. Messages are English sentences without data; data go into the object. */
export function createLogger(options: Options = {}): Logger {
  const short = options.short ?? (options.to === undefined && process.stderr.isTTY === true)
  // Synchronous: a crash must not swallow its own last line.
  const to = options.to ?? pino.destination({ fd: 2, sync: true })
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: hidePersonal },
      serializers: {
        err: safeError,
        error: safeError,
        req: (req: { method?: string; url?: string; id?: unknown }) => ({
          method: req.method,
          // What is asked for may name a person: the path only.
          path: maskNumbers(String(req.url ?? '').split('?')[0]!),
          id: req.id,
        }),
        res: (res: { statusCode?: number }) => ({ status: res.statusCode }),
      },
      hooks: {
        logMethod(args, method) {
          for (let i = 0; i < args.length; i++)
            if (typeof args[i] === 'string') args[i] = maskNumbers(args[i] as string)
          method.apply(this, args)
        },
      },
    },
    short ? { write: (line: string) => to.write(shortLine(line)) } : to,
  )
}

/** Says nothing: for tests and for callers who gave no logger. */
export const silentLogger: Logger = pino({ level: 'silent' })
