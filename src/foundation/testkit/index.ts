/** For tests only: a cluster, a database of one's own, a temporary folder, a free port, a zip. */
export { freePort } from './free-port.ts'
export { aTempDir } from './temp-dir.ts'
export { type TestCluster, testCluster } from './test-cluster.ts'
export { type TestDatabase, type WithDatabaseOptions, withDatabase } from './with-database.ts'
export { aZip } from './zip-file.ts'
