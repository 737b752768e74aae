import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const eventsMigrations: MigrationRoom = roomMigrations('events', 'foundation/events')
