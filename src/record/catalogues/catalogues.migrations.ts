import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const cataloguesMigrations: MigrationRoom = roomMigrations('catalogues', 'record/catalogues')
