import { chmodSync } from 'node:fs'
import type { Connection } from '#foundation/db'
import { startEmbeddedPostgres } from '#foundation/postgres'
import { aTempDir } from './temp-dir.ts'

export interface TestCluster {
  readonly connection: Connection
  /** For the children of a test runner: `{ ...process.env, ...cluster.env }`. */
  readonly env: { readonly MACH_TEST_CLUSTER: string }
  stop(): Promise<void>
}

/** A server in a temporary folder, without fsync: fast and forgetful. One for a whole test run. */
export async function testCluster(): Promise<TestCluster> {
  const folder = aTempDir('mach-pg')
  chmodSync(folder.path, 0o711)
  const server = await startEmbeddedPostgres({
    dataDir: folder.path,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      autovacuum_naptime: '10s',
      shared_buffers: '128MB',
      max_connections: '200',
      max_wal_size: '1GB',
    },
  })
  // If the test process dies early the server must not outlive it.
  const last = () => {
    try {
      process.kill(server.pid, 'SIGQUIT')
    } catch {}
  }
  process.on('exit', last)
  return {
    connection: server.connection,
    env: { MACH_TEST_CLUSTER: JSON.stringify(server.connection) },
    stop: async () => {
      process.off('exit', last)
      await server.stop()
      folder.remove()
    },
  }
}
