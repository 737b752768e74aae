import { readConfig } from '#foundation/config'
import { createLogger } from '#foundation/log'
import { EmbeddedPostgresError } from '#foundation/postgres'
import { assemble, type Config, configSlices, migrateAll, openDatabaseOf, type Platform } from '#server'
import { bad, type Output } from './output.ts'

/** Exit status: 0 all well, 1 the command found something wrong, 2 it could not do its work. */
export type ExitCode = 0 | 1 | 2

/** Reads the configuration or says which variables are wrong. */
export function configOrComplain(output: Output): Config | null {
  const read = readConfig(configSlices, process.env)
  if (!read.ok) {
    output.complain(bad(read.problem.message))
    return null
  }
  for (const warning of read.value.warnings) output.complain(warning)
  return read.value.config
}

/**
 * Opens the platform for a command: the running server's database is adopted and left running, otherwise it is started
 * and stopped again.
 */
export async function withPlatform(
  output: Output,
  work: (platform: Platform) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = configOrComplain(output)
  if (!config) return 2
  const log = createLogger({ level: config.MACH_LOG_LEVEL === 'info' ? 'warn' : config.MACH_LOG_LEVEL })
  try {
    const database = await openDatabaseOf(config, log, { leaveAdopted: true })
    try {
      const migrated = await migrateAll(database.db, log)
      if (!migrated.ok) {
        output.complain(bad(migrated.problem.message))
        return 2
      }
      return await work(assemble(config, database, log))
    } finally {
      await database.close()
    }
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error
    output.complain(bad(error.message))
    return 2
  }
}
