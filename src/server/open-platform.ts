import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { dropFolderConfig } from '#doors/drop-folder'
import { gatewayConfig, gatewayMigrations } from '#doors/insurance-gateway'
import { mllpConfig } from '#doors/mllp'
import { sandboxConfig, sandboxMigrations } from '#doors/sandbox'
import { systemClock } from '#foundation/clock'
import { type ConfigOf, foundationConfig } from '#foundation/config'
import {
  type Connection,
  type Database,
  ensureExtensions,
  migrate,
  openDatabase,
  pendingMigrations,
} from '#foundation/db'
import { createEvents, eventsMigrations } from '#foundation/events'
import type { Logger } from '#foundation/log'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#foundation/postgres'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { openFhirGate, openGate } from '#gate/access'
import { openIdentityGate } from '#gate/identity'
import { openLedger, readingsMigrations } from '#gate/readings'
import { cataloguesMigrations, openCatalogues } from '#record/catalogues'
import { explainPerson, identityMigrations, openIdentityAnswers, openIdentityIndex } from '#record/identity'
import { verificationConfig } from '#record/identity/verification'
import { intakeConfig, intakeMigrations, openDesk, openKeep } from '#record/intake'
import { journeyConfig, journeyMigrations } from '#record/journey'
import { openFhirStore, openStoreReader, storeMigrations } from '#record/store'
import { bulkDataConfig, bulkDataMigrations } from '#services/bulk-data'
import { dataQualityConfig, dataQualityMigrations } from '#services/data-quality'
import { subscriptionsConfig, subscriptionsMigrations } from '#services/subscriptions'
import { readAuthorities, type SignerAuthorities } from '#vocabulary/xmldsig'
import { announceLinks } from './announce-links.ts'
import { eventSubscriptions } from './event-subscriptions.ts'
import { serverConfig } from './server.config.ts'
import { countOtherProcesses, serverVersionNumber } from './server.queries.ts'

/** Every room's slice of configuration. */
export const configSlices = [
  foundationConfig,
  serverConfig,
  intakeConfig,
  journeyConfig,
  bulkDataConfig,
  subscriptionsConfig,
  gatewayConfig,
  mllpConfig,
  dropFolderConfig,
  sandboxConfig,
  dataQualityConfig,
  verificationConfig,
] as const
export type Config = ConfigOf<typeof configSlices>

/** Rooms with tables, in the order their migrations run. */
export const migrationRooms = [
  eventsMigrations,
  intakeMigrations,
  identityMigrations,
  readingsMigrations,
  storeMigrations,
  journeyMigrations,
  bulkDataMigrations,
  subscriptionsMigrations,
  cataloguesMigrations,
  gatewayMigrations,
  sandboxMigrations,
  dataQualityMigrations,
]

/** Where the database is: what a worker thread needs to open its own pool. */
export type DatabasePlace = { readonly connection: Connection } | { readonly connectionString: string }

export interface OpenedDatabase {
  readonly db: Database
  readonly place: DatabasePlace
  readonly embedded: EmbeddedPostgres | null
  readonly dataDir: string
  close(): Promise<void>
}

/**
 * Opens the embedded PostgreSQL of the data folder (starting or adopting it), or the one of MACH_DATABASE_URL.
 * `leaveAdopted`: a command beside a running server must not stop the database it found running.
 */
export async function openDatabaseOf(
  config: Config,
  log: Logger,
  options: { leaveAdopted?: boolean } = {},
): Promise<OpenedDatabase> {
  const dataDir = resolve(config.MACH_DATA_DIR)
  const url = config.MACH_DATABASE_URL
  const embedded = url ? null : await startEmbeddedPostgres({ dataDir, log })
  const place: DatabasePlace = url ? { connectionString: url } : { connection: embedded!.connection }
  const applicationName = `mach #${process.pid}`
  const db = openDatabase({ ...place, max: config.MACH_DB_POOL, log, applicationName })
  return {
    db,
    place,
    embedded,
    dataDir,
    close: async () => {
      // Whoever leaves last puts out the light: a second server that finds its port taken must not stop the first one's.
      const others = embedded ? await countOtherProcesses(db).catch(() => 0) : 0
      await db.close()
      await embedded?.stop({ keepRunning: others > 0 || (embedded.adopted && options.leaveAdopted === true) })
    },
  }
}

/** Brings the tables up to date; problems are sentences for the operator. */
export async function migrateAll(db: Database, log: Logger): Promise<Result<number>> {
  const tooOld = await versionProblem(db)
  if (tooOld) return fail(tooOld)
  const pending = await pendingMigrations(db, migrationRooms)
  if (!pending.ok) return pending
  if (pending.value.length === 0) return ok(0)
  const extended = await ensureExtensions(db, ['pg_trgm'])
  if (!extended.ok) return extended
  const migrated = await migrate(db, migrationRooms, log)
  return migrated.ok ? ok(pending.value.length) : migrated
}

async function versionProblem(db: Database): Promise<Problem | null> {
  if ((await serverVersionNumber(db)) >= 150_000) return null
  return {
    code: 'SERVER_POSTGRES_TOO_OLD',
    kind: 'unavailable',
    message:
      'Mạch cần PostgreSQL từ bản 15 trở lên. Hãy nâng cấp, hoặc bỏ MACH_DATABASE_URL để dùng bản đi kèm.',
  }
}

export type Platform = ReturnType<typeof assemble>

/** The authorities whose certificates count, from the operator's file; null: issuers are not judged. */
export function signerAuthorities(config: Config): Result<SignerAuthorities | null> {
  const path = config.MACH_SIGNER_CAS
  if (!path) return ok(null)
  try {
    return readAuthorities(readFileSync(path, 'utf8'))
  } catch {
    return fail({
      code: 'SERVER_SIGNER_CAS_UNREADABLE',
      kind: 'incorrect',
      message: 'Không đọc được tệp chứng thư của MACH_SIGNER_CAS. Kiểm tra đường dẫn và quyền đọc.',
    })
  }
}

/** The rooms of one process, joined over one database. */
export function assemble(config: Config, database: OpenedDatabase, log: Logger) {
  const { db, dataDir } = database
  const clock = systemClock
  const events = createEvents({ db, subscriptions: eventSubscriptions, clock, log })
  const signers = signerAuthorities(config)
  if (!signers.ok) log.warn({ code: signers.problem.code }, 'issuers of signatures are not judged')
  const keep = openKeep({
    db,
    clock,
    announce: events.announce,
    limits: { maxBytes: config.MACH_INTAKE_MAX_BYTES, maxZipEntries: config.MACH_INTAKE_MAX_ZIP_ENTRIES },
    tempDir: join(dataDir, 'tmp'),
    authorities: signers.ok ? signers.value : null,
  })
  const index = openIdentityIndex({ db, clock, announce: announceLinks(events) })
  const explain = (patientIds: readonly string[]) => explainPerson(db, index, patientIds)
  const note = openLedger({ db, clock, log, placesOf: index.reader.placesOf })
  const gate = openGate({ persons: { ...index.reader, explain }, store: openStoreReader(db), note })
  const fhirGate = openFhirGate(openFhirStore(db))
  const identity = openIdentityGate({
    ...{ answers: openIdentityAnswers({ db, index }), clock, noteReadings: note },
    note: (line) => log.info(line, 'the identity index was asked'),
  })
  const catalogues = openCatalogues(db, clock)
  const desk = openDesk(db, clock)
  return { config, db, clock, log, events, keep, index, gate, fhirGate, identity, desk, catalogues, dataDir }
}
