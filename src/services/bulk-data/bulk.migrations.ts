import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const bulkDataMigrations: MigrationRoom = roomMigrations('bulk_data', 'services/bulk-data')
