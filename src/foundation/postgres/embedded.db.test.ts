import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, sql } from '#foundation/db'
import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  type StartOptions,
  startEmbeddedPostgres,
} from '#foundation/postgres'
import { projectRoot } from '#foundation/project'
import { aTempDir } from '#foundation/testkit'
import { isAlive } from './processes.ts'

const temp = aTempDir()
chmodSync(temp.path, 0o711)
const running = new Set<EmbeddedPostgres>()
after(async () => {
  for (const server of running) await server.stop()
  temp.remove()
})
const small = { shared_buffers: '64MB' }
const start = async (name: string, options: Partial<StartOptions> = {}) => {
  const server = await startEmbeddedPostgres({ dataDir: join(temp.path, name), settings: small, ...options })
  running.add(server)
  return server
}
const count = async (server: EmbeddedPostgres) => {
  const db = openDatabase({ connection: server.connection, max: 1 })
  try {
    return (await db.many<{ n: number }>(sql`select n from kept order by n`)).map((row) => row.n)
  } finally {
    await db.close()
  }
}

test('a new folder becomes a server that answers on a private socket only', async () => {
  const server = await start('first')
  assert.equal(server.adopted, false)
  assert.match(server.serverVersion, /^18\./)
  assert.equal(statSync(server.connection.host).mode & 0o777, 0o700)
  assert.equal(statSync(join(temp.path, 'first', 'postgres')).mode & 0o777, 0o700)
  const db = openDatabase({ connection: server.connection, max: 1 })
  const row = await db.one<Record<string, string>>(sql`select current_setting('listen_addresses') as listen,
    current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('jit') as jit,
    current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums`)
  assert.deepEqual(row, {
    listen: '',
    fsync: 'on',
    commit: 'on',
    jit: 'off',
    encoding: 'UTF8',
    checksums: 'on',
  })
  // What people are called must not reach the server's log through an error.
  await assert.rejects(db.run(sql`select ${'Nguyễn Thị Hoa'}::int`))
  await db.close()
  assert.doesNotMatch(readFileSync(join(temp.path, 'first', 'postgres.log'), 'utf8'), /Hoa/)
  await server.stop()
  assert.equal(existsSync(join(temp.path, 'first', 'postgres', 'postmaster.pid')), false)
})

test('kill -9 of the postmaster under load loses nothing that was acknowledged', async () => {
  const acknowledged: number[] = []
  let next = 0
  for (let round = 0; round < 3; round++) {
    const server = await start('killed')
    assert.equal(server.adopted, false)
    const db = openDatabase({ connection: server.connection, max: 8 })
    await db.run(sql`create table if not exists kept (n int primary key, pad text)`)
    let dead = false
    const writers = Array.from({ length: 8 }, async () => {
      while (!dead) {
        const n = next++
        await db.run(sql`insert into kept values (${n}, ${'x'.repeat(500)})`).then(
          () => acknowledged.push(n),
          () => {},
        )
      }
    })
    await sleep(500)
    while (acknowledged.length < 50 * (round + 1)) await sleep(20)
    process.kill(server.pid, 'SIGKILL')
    // Started again at once, while backends of the dead one may still be at work.
    const again = start('killed')
    await sleep(100)
    dead = true
    await Promise.all(writers)
    await db.close()
    const server2 = await again
    const rows = new Set(await count(server2))
    const lost = acknowledged.filter((n) => !rows.has(n))
    assert.deepEqual(lost, [], `round ${round}: ${acknowledged.length} acknowledged`)
    await server2.stop()
  }
  assert.ok(acknowledged.length > 100)
})

test('a server that is running is adopted; who only looks in leaves it running', async () => {
  const first = await start('adopted')
  const guest = await start('adopted', { keepRunning: true })
  assert.equal(guest.adopted, true)
  assert.equal(guest.pid, first.pid)
  await guest.stop()
  assert.ok(isAlive(first.pid))
  const heir = await start('adopted')
  await heir.stop()
  assert.equal(isAlive(first.pid), false)
  await first.stop()
})

test('a server whose program was killed is adopted by the next one', async () => {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(projectRoot(), 'src/foundation/postgres/index.ts'))})
    const s = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(join(temp.path, 'orphan'))}, settings: ${JSON.stringify(small)} })
    console.log(s.pid)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<number>((resolve) =>
    child.stdout.once('data', (d) => resolve(Number(String(d)))),
  )
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  const heir = await start('orphan')
  assert.equal(heir.adopted, true)
  assert.equal(heir.pid, pid)
  await heir.stop()
})

test('programs that start one folder at the same moment share one server', async () => {
  const servers = await Promise.all([1, 2, 3, 4].map(() => start('together')))
  assert.equal(new Set(servers.map((s) => s.pid)).size, 1)
  assert.equal(servers.filter((s) => !s.adopted).length, 1)
  await Promise.all(servers.map((s) => s.stop()))
})

test('a pid file that names a stranger, and a lock of a dead starter, do not stand in the way', async () => {
  const before = await start('stale')
  await before.stop()
  const cluster = join(temp.path, 'stale', 'postgres')
  // A process that lives and is no PostgreSQL: after the reboot of a container that is the usual case.
  writeFileSync(
    join(cluster, 'postmaster.pid'),
    `${process.ppid}\n${cluster}\n1700000000\n5432\n${before.connection.host}\n\n`,
  )
  writeFileSync(join(temp.path, 'stale', 'postgres.lock'), '999999 12345')
  const server = await start('stale', { patienceMs: 5000 })
  assert.equal(server.adopted, false)
  await server.stop()
})

test('a folder of another version is refused with what to do, and not touched', async () => {
  const cluster = join(temp.path, 'older', 'postgres')
  mkdirSync(cluster, { recursive: true })
  writeFileSync(join(cluster, 'PG_VERSION'), '15\n')
  await assert.rejects(
    start('older'),
    (e) =>
      e instanceof EmbeddedPostgresError &&
      e.problem.code === 'POSTGRES_OTHER_MAJOR' &&
      /mach backup/.test(e.message),
  )
  assert.equal(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), '15\n')
})

test('a folder with something else in it is refused', async () => {
  const cluster = join(temp.path, 'photos', 'postgres')
  mkdirSync(cluster, { recursive: true })
  writeFileSync(join(cluster, 'cat.jpg'), '')
  await assert.rejects(
    start('photos'),
    (e) => e instanceof EmbeddedPostgresError && e.problem.code === 'POSTGRES_FOLDER_STRANGE',
  )
})

test('a folder that cannot be made is refused with a sentence', async () => {
  writeFileSync(join(temp.path, 'file'), '')
  await assert.rejects(
    start('file/inside'),
    (e) => e instanceof EmbeddedPostgresError && e.problem.code === 'POSTGRES_FOLDER_NOT_WRITABLE',
  )
})

test('a very long path still gets a short socket', async () => {
  const server = await start(`long/${'thư-mục-rất-dài/'.repeat(8)}`)
  assert.ok(Buffer.byteLength(server.connection.host) < 80)
  assert.deepEqual(statSync(server.connection.host).mode & 0o777, 0o700)
  await server.stop()
})

test('a server that cannot start says why', async () => {
  await assert.rejects(
    start('wrong', { settings: { shared_buffers: 'lots' } }),
    (e) => e instanceof EmbeddedPostgresError && /shared_buffers/.test(e.message),
  )
})
