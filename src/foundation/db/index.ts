/** PostgreSQL: the `sql` tag, a pool with transactions, migrations, schema dumps. */
export { dumpSchema } from './dump-schema.ts'
export {
  DatabaseUnavailable,
  isTransient,
  isUniqueViolation,
  transient,
} from './errors.ts'
export { ensureExtensions } from './extensions.ts'
export {
  applyMigrations,
  lockMigrations,
  type MigrationFile,
  type MigrationRoom,
  migrate,
  migrationsHash,
  pendingMigrations,
  readMigrations,
  roomMigrations,
} from './migrate.ts'
export { oldestRunning } from './oldest-running.ts'
export { type Connection, openDatabase } from './open-database.ts'
export { pgArray } from './pg-array.ts'
export { retryTransient } from './retry-transient.ts'
export { type Sql, sql } from './sql.ts'
export type { Database, Listening, Queries, TransactionOptions, Tx } from './types.ts'
