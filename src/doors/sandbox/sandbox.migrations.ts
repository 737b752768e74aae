import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const sandboxMigrations: MigrationRoom = roomMigrations('sandbox', 'doors/sandbox')
