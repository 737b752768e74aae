/** JSON lines to stderr: ids, kinds, codes, durations; never names, numbers of people or payloads. */
export { createLogger, type Logger, type LogLevel, silentLogger } from './create-logger.ts'
export { safeError } from './safe-error.ts'
