import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const intakeMigrations: MigrationRoom = roomMigrations('intake', 'record/intake')
