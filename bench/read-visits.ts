import type { FacilityMessage } from '#vocabulary/bhyt'
import { generateVisits } from '../province/index.ts'
import { bhytFormat, defaultLimits } from '../src/record/intake/bhyt-xml/index.ts'

/** Files of generated visits, as the six pretend facilities write them. */
export const generatedFiles = (visits: number, resourcesPerVisit = 30): Uint8Array[] =>
  [
    ...generateVisits({
      seed: 11,
      persons: 500,
      visits,
      resourcesPerVisit,
      from: '2024-07-01',
      to: '2026-09-30',
    }),
  ].map(({ bytes }) => bytes)

type Event = ReturnType<ReturnType<typeof bhytFormat.splitter>['push']>[number]

export interface Cut {
  readonly bytes: Uint8Array
  readonly context: Parameters<typeof bhytFormat.readRecord>[1]
}

/** The records of a file, cut out and not yet read. */
export function cutFile(file: Uint8Array): Cut[] {
  const splitter = bhytFormat.splitter(defaultLimits)
  const cuts: Cut[] = []
  let head: Extract<Event, { kind: 'head' }> | undefined
  for (const event of [...splitter.push(file), ...splitter.finish()]) {
    if (event.kind === 'head') head = event
    if (event.kind === 'record' && event.bytes && head)
      cuts.push({ bytes: event.bytes, context: { ...head, number: event.number } })
  }
  return cuts
}

export function readCut({ bytes, context }: Cut): FacilityMessage[] {
  const { message } = bhytFormat.readRecord(bytes, context)
  return message && 'tables' in message ? [message as FacilityMessage] : []
}

/** Every record of a file cut out, read and checked, in memory. */
export const readFile = (file: Uint8Array): FacilityMessage[] => cutFile(file).flatMap(readCut)

/** CPU milliseconds of a run, the best of several: neighbours only ever make it slower. */
export function cpuOf(run: () => void, times: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let n = 0; n < times; n++) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1_000)
  }
  return best
}
