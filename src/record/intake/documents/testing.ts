import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import type { SplitEvent, SplitLimits } from '../bhyt-xml/split.types.ts'
import { defaultLimits } from '../bhyt-xml/split.types.ts'
import type { Format, ReadRecord } from '../format.types.ts'

export const fixture = (path: string): Buffer => readFileSync(join(projectRoot(), 'fixtures', path))

/** The events of a file, pushed in pieces of the given size. */
export function cut(
  format: Format,
  file: string | Uint8Array,
  size = 65_536,
  limits: Partial<SplitLimits> = {},
): SplitEvent[] {
  const bytes = Buffer.from(file as Uint8Array)
  const splitter = format.splitter({ ...defaultLimits, ...limits })
  const events: SplitEvent[] = []
  for (let at = 0; at < bytes.length && !splitter.done; at += size)
    events.push(...splitter.push(bytes.subarray(at, at + size)))
  if (!splitter.done) events.push(...splitter.finish())
  return events
}

/** Every record of a file, cut and read as the intake does it. */
export function readAll(
  format: Format,
  file: string | Uint8Array,
  facilityCode: string | null = '99901',
): { readonly events: SplitEvent[]; readonly records: ReadRecord[] } {
  const events = cut(format, file)
  const head = events.find((event) => event.kind === 'head')
  const records = events.flatMap((event) =>
    event.kind === 'record' && event.bytes && head?.kind === 'head'
      ? [
          format.readRecord(event.bytes, {
            format: head.format,
            encoding: head.encoding,
            facilityCode,
            number: event.number,
            kept: head.keep ?? null,
          }),
        ]
      : [],
  )
  return { events, records }
}

export const codesOf = (record: ReadRecord | undefined, severity?: string): string[] =>
  (record?.problems ?? [])
    .filter((problem) => severity === undefined || problem.severity === severity)
    .map((problem) => problem.code)
