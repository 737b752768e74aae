import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const journeyMigrations: MigrationRoom = roomMigrations('journey', 'record/journey')
