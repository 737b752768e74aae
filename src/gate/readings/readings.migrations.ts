import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const readingsMigrations: MigrationRoom = roomMigrations('readings', 'gate/readings')
