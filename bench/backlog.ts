import { Agent, request } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateVisits, largeFile } from '../province/index.ts'
import { measureBox, residentBytes } from './box-limits.ts'
import { type Part, percentile } from './report.ts'
import { runMach } from './run-mach.ts'

export interface BacklogOptions {
  /** Old visits that enter at once. */
  readonly visits: number
  /** Live visits that come every second meanwhile. */
  readonly livePerSecond?: number
}

const perFile = 2_000

/**
 * A hospital's archive enters by the back-load lane while others go on working: what do they feel, and does memory grow?
 * A live visit is timed twice: until it is answered, and until it is stored.
 */
export async function benchBacklog({ visits, livePerSecond = 10 }: BacklogOptions): Promise<Part> {
  const mach = await runMach()
  const memory: { at: number; bytes: number }[] = []
  const watch = setInterval(() => memory.push({ at: performance.now(), bytes: residentBytes(mach.pid) }), 500)
  try {
    const began = performance.now()
    const backlog = sendBacklog(mach.address, visits)
    const live = liveVisits(mach.address, livePerSecond, backlog.done)
    await backlog.done
    const sent = (performance.now() - began) / 1000
    const { answered, stored, notAccepted } = await live
    const waiting = await waitingAt(mach.address)
    while ((await waitingAt(mach.address)) > 0) await sleep(500)
    const seconds = (performance.now() - began) / 1000
    const box = await measureBox(mach.connection)
    const sorted = answered.toSorted((a, b) => a - b)
    const through = stored.toSorted((a, b) => a - b)
    const early = peakIn(memory, began, 0.1, 0.3, seconds)
    const late = peakIn(memory, began, 0.7, 1, seconds)
    return {
      part: `backlog: ${visits.toLocaleString('en')} old visits, ${livePerSecond} live visits/s beside them`,
      figures: [
        { name: 'live receipt p50', value: percentile(sorted, 50), unit: 'ms' },
        {
          name: 'live receipt p99',
          value: percentile(sorted, 99),
          unit: 'ms',
          must: { at: 'most', value: 500 },
        },
        { name: 'live visit stored p50', value: percentile(through, 50), unit: 'ms' },
        {
          name: 'live visit stored p99',
          value: percentile(through, 99),
          unit: 'ms',
          must: { at: 'most', value: 500 },
        },
        { name: 'old visits stored', value: visits / seconds, unit: 'visits/s' },
        { name: 'resident memory, early peak', value: early / 1e6, unit: 'MB' },
        {
          name: 'late peak against early peak',
          value: late / early,
          unit: 'times',
          must: { at: 'most', value: 1.1 },
        },
      ],
      notes: [
        `the archive was sent in ${sent.toFixed(0)} s (${waiting} visits still waited), all stored after ${seconds.toFixed(0)} s`,
        `${answered.length} live visits, not accepted: ${notAccepted}; load average ${box.loadAverage.toFixed(1)}`,
      ],
    }
  } finally {
    clearInterval(watch)
    await mach.stop()
  }
}

function peakIn(
  memory: readonly { at: number; bytes: number }[],
  began: number,
  from: number,
  to: number,
  seconds: number,
): number {
  const inside = memory.filter(({ at }) => {
    const share = (at - began) / 1000 / seconds
    return share >= from && share <= to
  })
  return Math.max(...inside.map(({ bytes }) => bytes))
}

function sendBacklog(address: string, visits: number): { readonly done: Promise<void> } {
  const send = async () => {
    for (let file = 0; file * perFile < visits; file += 1) {
      const hoso = Math.min(perFile, visits - file * perFile)
      // Each file is another year of another hospital.
      const facility = { code: `999${10 + (file % 80)}`, habit: 'plain' as const }
      const body = Readable.from(largeFile({ hoso, seed: 1_000 + file, facility }))
      await post(`${address}/intake/bhyt-xml?lane=back-load&fileName=kho-${file}.xml`, body)
    }
  }
  return { done: send() }
}

async function liveVisits(address: string, perSecond: number, until: Promise<void>) {
  const agent = new Agent({ keepAlive: true })
  const answered: number[] = []
  const stored: number[] = []
  let notAccepted = 0
  let isOver = false
  until.then(() => {
    isOver = true
  })
  const underway = new Set<Promise<void>>()
  const one = async (bytes: Uint8Array) => {
    const began = performance.now()
    const { status, body } = await post(`${address}/intake/bhyt-xml`, Readable.from([bytes]), agent)
    answered.push(performance.now() - began)
    if (status !== 202) notAccepted += 1
    const { receiptId } = JSON.parse(body) as { receiptId: string }
    while (!(await isStored(address, receiptId))) await sleep(15)
    stored.push(performance.now() - began)
  }
  const bodies = generateVisits({
    seed: 5,
    persons: 5_000,
    visits: 200_000,
    from: '2026-07-01',
    to: '2026-08-30',
  })
  for (const { bytes } of bodies) {
    if (isOver) break
    const sending = one(bytes).finally(() => underway.delete(sending))
    underway.add(sending)
    await sleep(1_000 / perSecond)
  }
  await Promise.all(underway)
  agent.destroy()
  return { answered, stored, notAccepted }
}

async function isStored(address: string, receiptId: string): Promise<boolean> {
  const receipt = (await (await fetch(`${address}/intake/receipts/${receiptId}`)).json()) as {
    files: readonly { status: string }[]
  }
  return receipt.files.every(({ status }) => status === 'stored' || status === 'superseded')
}

async function waitingAt(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text()
  return Number(/^mach_journey_waiting (\d+)$/m.exec(text)?.[1] ?? 0)
}

const post = (url: string, body: Readable, agent?: Agent) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const req = request(url, {
      ...(agent ? { agent } : {}),
      method: 'POST',
      headers: { 'content-type': 'application/xml', 'transfer-encoding': 'chunked' },
    })
    req.on('response', async (res) => {
      const pieces: Buffer[] = []
      for await (const piece of res) pieces.push(piece as Buffer)
      resolve({ status: res.statusCode ?? 0, body: Buffer.concat(pieces).toString() })
    })
    req.on('error', reject)
    body.pipe(req)
  })
