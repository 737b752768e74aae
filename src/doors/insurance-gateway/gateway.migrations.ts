import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const gatewayMigrations: MigrationRoom = roomMigrations('gateway', 'doors/insurance-gateway')
