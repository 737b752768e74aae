import { type MigrationRoom, roomMigrations } from '#foundation/db'

/** The tables of this room, for `migrate`. */
export const subscriptionsMigrations: MigrationRoom = roomMigrations(
  'subscriptions',
  'services/subscriptions',
)
