import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { backup, restore } from '#foundation/backup'
import { createLogger } from '#foundation/log'
import { migrateAll, migrationRooms, openDatabaseOf } from '#server'
import { bad, bytes, count, good, type Output } from './output.ts'
import { createProgressBar } from './progress-bar.ts'
import { configOrComplain, type ExitCode } from './with-platform.ts'

/** One consistent file of everything. Written beside and renamed, so that a broken run leaves no half file. */
export async function backupCommand(output: Output, path: string): Promise<ExitCode> {
  const config = configOrComplain(output)
  if (!config) return 2
  const isStdout = path === '-'
  const part = `${path}.part`
  const database = await openDatabaseOf(config, createLogger({ level: 'warn' }), { leaveAdopted: true })
  const bar = createProgressBar('Sao lưu', output.isJson || isStdout)
  try {
    const out = isStdout ? process.stdout : createWriteStream(part, { mode: 0o600 })
    const report = await backup({
      db: database.db,
      rooms: migrationRooms,
      out,
      onProgress: (p) => bar.update(p.tablesDone, p.tables, `${p.schema}.${p.table} · ${bytes(p.bytes)}`),
    })
    if (!isStdout) {
      if (!out.writableFinished) await Promise.race([once(out, 'finish'), once(out, 'close')])
      await rename(part, path)
    }
    bar.end()
    if (!isStdout) {
      output.json({ path, ...report })
      output.say(
        good(
          `Đã sao lưu ${report.tables} bảng, ${count(report.rows)} dòng, ${bytes(report.bytes)} vào ${path}`,
        ),
      )
    }
    return 0
  } catch (error) {
    bar.end()
    if (!isStdout) await rm(part, { force: true })
    const code = (error as { code?: string }).code
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'ENOSPC') throw error
    output.complain(bad(`Không ghi được ${path}: kiểm tra đường dẫn, quyền ghi và chỗ trống (${code}).`))
    return 2
  } finally {
    await database.close()
  }
}

/** Into an empty installation (or, asked to, over what is there): whole and verified, or not at all. */
export async function restoreCommand(output: Output, path: string, force: boolean): Promise<ExitCode> {
  const config = configOrComplain(output)
  if (!config) return 2
  const log = createLogger({ level: 'warn' })
  const database = await openDatabaseOf(config, log, { leaveAdopted: true })
  const bar = createProgressBar('Khôi phục', output.isJson)
  try {
    const source = path === '-' ? process.stdin : createReadStream(path)
    const opened =
      path === '-'
        ? true
        : await once(source, 'open').then(
            () => true,
            () => false,
          )
    if (!opened) {
      output.complain(bad(`Không mở được tệp sao lưu: ${path}`))
      return 2
    }
    const restored = await restore({
      db: database.db,
      rooms: migrationRooms,
      in: source,
      force,
      onProgress: (p) => bar.update(p.tablesDone, p.tables, `${p.schema}.${p.table} · ${bytes(p.bytes)}`),
    })
    bar.end()
    if (!restored.ok) {
      output.complain(bad(restored.problem.message))
      return 1
    }
    const migrated = await migrateAll(database.db, log)
    if (!migrated.ok) {
      output.complain(bad(migrated.problem.message))
      return 2
    }
    output.json({ tables: restored.value.tables, rows: restored.value.rows })
    output.say(
      good(
        `Đã khôi phục ${restored.value.tables} bảng, ${count(restored.value.rows)} dòng, đã kiểm từng bảng.`,
      ),
    )
    return 0
  } finally {
    bar.end()
    await database.close()
  }
}
