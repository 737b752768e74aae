import { createLogger } from '#foundation/log'
import { migrateAll, openDatabaseOf } from '#server'
import { bad, good, type Output } from './output.ts'
import { configOrComplain, type ExitCode } from './with-platform.ts'

export async function migrateCommand(output: Output): Promise<ExitCode> {
  const config = configOrComplain(output)
  if (!config) return 2
  const log = createLogger({ level: 'warn' })
  const database = await openDatabaseOf(config, log, { leaveAdopted: true })
  try {
    const migrated = await migrateAll(database.db, log)
    if (!migrated.ok) {
      output.complain(bad(migrated.problem.message))
      return 2
    }
    output.json({ applied: migrated.value })
    output.say(
      migrated.value === 0 ? good('Các bảng đã ở phiên bản này.') : good(`Đã chạy ${migrated.value} bước.`),
    )
    return 0
  } finally {
    await database.close()
  }
}
