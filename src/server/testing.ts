/** Builders for tests: the real server over a database of its own, listening on a free port. */

import { readConfig } from '#foundation/config'
import { silentLogger } from '#foundation/log'
import { aTempDir, withDatabase } from '#foundation/testkit'
import { sample } from '../record/journey/testing.ts'
import { configSlices, migrationRooms } from './open-platform.ts'
import { startServer } from './start-server.ts'

export type TestServer = Awaited<ReturnType<typeof aServer>>

export async function aServer(env: Readonly<Record<string, string>> = {}) {
  const t = await withDatabase(migrationRooms)
  const folder = aTempDir('mach-server')
  const { host, port, user, database } = t.connection
  const read = readConfig(configSlices, {
    MACH_DATA_DIR: folder.path,
    MACH_DATABASE_URL: `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    MACH_PORT: '0',
    MACH_DEMO: 'off',
    MACH_LOG_LEVEL: 'silent',
    ...env,
  })
  if (!read.ok) throw new Error(read.problem.message)
  const started = await startServer(read.value.config, silentLogger)
  if (!started.ok) throw new Error(started.problem.message)
  const { address } = started.value
  // Whatever a test counts, it counts with them.
  await started.value.definitionsPublished
  const get = async <T = Record<string, never>>(path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(address + path, { headers })
    const text = await answer.text()
    const isJson = /json/.test(answer.headers.get('content-type') ?? '')
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: (isJson ? JSON.parse(text) : null) as T,
    }
  }
  const post = async (bytes: Uint8Array | string, fileName = 'x.xml') => {
    const url = `${address}/intake/bhyt-xml?fileName=${encodeURIComponent(fileName)}`
    const answer = await fetch(url, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/xml' },
    })
    return { status: answer.status, body: (await answer.json()) as { receiptId: string } }
  }
  /** Until nothing waits to be stored. */
  const settled = async () => {
    for (;;) {
      const { body } = await get<{ counts: { waiting: number } }>('/api/meta')
      if (body.counts.waiting === 0) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return {
    address,
    db: t.db,
    get,
    post,
    settled,
    /** Posts samples by the numbers their names begin with, and waits until they are stored. */
    async takeSamples(...numbers: readonly string[]) {
      for (const number of numbers) {
        const { name, bytes } = sample(number)
        await post(bytes, name)
        await settled()
      }
    },
    async stop() {
      await started.value.stop()
      await t.close()
      folder.remove()
    },
  }
}
