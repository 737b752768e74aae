import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const dataQualityMigrations: MigrationRoom = roomMigrations('data_quality', 'services/data-quality')
