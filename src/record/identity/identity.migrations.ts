import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const identityMigrations: MigrationRoom = roomMigrations('identity', 'record/identity')
