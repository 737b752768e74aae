import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { Agent, createServer, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, openDatabase, sql } from '#foundation/db'

export interface BoxLimits {
  readonly fsyncsPerSecond: number
  readonly copyRowsPerSecond: number
  readonly jsonParseMBPerCpuSecond: number
  readonly httpPostsPerSecond: number
  readonly loadAverage: number
}

/** What this box can do at best just now, measured in a few seconds. */
export async function measureBox(connection: Connection): Promise<BoxLimits> {
  return {
    fsyncsPerSecond: fsyncs(),
    copyRowsPerSecond: await copyRows(connection),
    jsonParseMBPerCpuSecond: jsonParse(),
    httpPostsPerSecond: await httpPosts(),
    loadAverage: loadavg()[0] ?? 0,
  }
}

function fsyncs(): number {
  const path = join(tmpdir(), `mach-fsync-${process.pid}`)
  const file = openSync(path, 'w')
  const block = Buffer.alloc(8192, 1)
  const began = performance.now()
  let n = 0
  while (performance.now() - began < 1_000) {
    writeSync(file, block, 0, block.length, 0)
    fsyncSync(file)
    n += 1
  }
  closeSync(file)
  rmSync(path)
  return n / ((performance.now() - began) / 1000)
}

/** COPY of 1.2 kB rows into an unlogged-free, index-free table: the fastest a row of ours could ever be stored. */
async function copyRows(connection: Connection): Promise<number> {
  const db = openDatabase({ connection, max: 1 })
  try {
    await db.run(sql`create table if not exists public.bench_copy (id int, content text)`)
    const line = `1\t${'x'.repeat(1_200)}\n`
    const rows = 40_000
    async function* lines() {
      for (let i = 0; i < rows / 100; i += 1) yield line.repeat(100)
    }
    const began = performance.now()
    await db.copyFrom(sql`copy public.bench_copy from stdin`, lines())
    const seconds = (performance.now() - began) / 1000
    await db.run(sql`drop table public.bench_copy`)
    return rows / seconds
  } finally {
    await db.close()
  }
}

function jsonParse(): number {
  const text = JSON.stringify(
    Array.from({ length: 60 }, (_, i) => ({
      resourceType: 'Observation',
      id: String(i),
      status: 'final',
      code: {
        coding: [{ system: 'http://loinc.org', code: '718-7', display: 'Hemoglobin' }],
        text: 'Lượng huyết sắc tố',
      },
      valueQuantity: { value: 13.4 + i, unit: 'g/dL' },
    })),
  )
  const before = process.cpuUsage()
  let bytes = 0
  const began = performance.now()
  while (performance.now() - began < 700) {
    JSON.parse(text)
    bytes += text.length
  }
  const used = process.cpuUsage(before)
  return bytes / 1e6 / ((used.user + used.system) / 1e6)
}

/** A bare node server answering 25 kB posts on loopback, 8 senders: what HTTP alone allows. */
async function httpPosts(): Promise<number> {
  const server = createServer((req, res) => {
    req.resume()
    req.on('end', () => res.writeHead(202).end('{}'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const body = Buffer.alloc(25_000, 120)
  const began = performance.now()
  let n = 0
  const sender = async () => {
    while (performance.now() - began < 1_000) {
      await new Promise<void>((resolve, reject) => {
        const req = request(
          { port, agent, method: 'POST', headers: { 'content-length': body.length } },
          (res) => {
            res.resume()
            res.on('end', resolve)
          },
        )
        req.on('error', reject)
        req.end(body)
      })
      n += 1
    }
  }
  await Promise.all(Array.from({ length: 8 }, sender))
  const rate = n / ((performance.now() - began) / 1000)
  agent.destroy()
  server.close()
  return rate
}

/** CPU seconds of a process and all it ever reaped, from /proc (Linux). */
export function cpuSecondsOf(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      ticks += Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])
    } catch {}
  }
  return ticks / 100
}

/** Pids whose parent is `pid`. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number)
  } catch {
    return []
  }
}

export const residentBytes = (pid: number): number => {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}
