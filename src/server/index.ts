/** The server assembles the rooms; the command line runs it. See README.md. */
export { loadDemoSet } from './demo-set.ts'
export {
  assemble,
  type Config,
  configSlices,
  migrateAll,
  migrationRooms,
  type OpenedDatabase,
  openDatabaseOf,
  type Platform,
} from './open-platform.ts'
export { type RunningServer, startServer } from './start-server.ts'
