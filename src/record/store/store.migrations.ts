import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const storeMigrations: MigrationRoom = roomMigrations('store', 'record/store')
