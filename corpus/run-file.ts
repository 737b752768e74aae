import { cutRecords } from '#record/intake'
import { visitMapping } from '../src/record/intake/csv/testing.ts'

export interface Outcome {
  /** Codes of everything said, once each. */
  readonly codes: readonly string[]
  readonly refused: boolean
  readonly accepted: number
  readonly records: number
  /** Records neither accepted nor given a reason: there must be none. */
  readonly speechless: number
  readonly keys: readonly string[]
  readonly format: string | null
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** A file through the intake's own reading, as far as it goes without a database. */
export async function runFile(
  bytes: Uint8Array,
  {
    fileName = null,
    facility = '99901',
    pieces = 4_096,
  }: { fileName?: string | null; facility?: string | null; pieces?: number } = {},
): Promise<Outcome> {
  const codes = new Set<string>()
  const keys: string[] = []
  let [accepted, records, speechless] = [0, 0, 0]
  let refused = false
  let format: string | null = null
  const items = cutRecords(inPieces(bytes, pieces), {
    fileName,
    facilityCode: facility,
    keys: new Set(),
    completeHead: async (head) => (head.format === 'csv' ? { ...head, kept: withMapping(head.kept) } : head),
  })
  for await (const item of items) {
    if (item.kind === 'refused') refused = true
    if (item.kind === 'head') format = item.head.format
    const problems =
      item.kind === 'record'
        ? item.record.problems
        : item.kind === 'head'
          ? item.head.problems
          : item.problems
    for (const problem of problems) codes.add(problem.code)
    if (item.kind !== 'record') continue
    records++
    if (item.record.visitLinkId !== null) keys.push(item.record.visitLinkId)
    if (item.record.isAccepted) accepted++
    else if (!problems.some((p) => p.severity === 'error')) speechless++
  }
  return { codes: [...codes].sort(), refused, accepted, records, speechless, keys, format }
}

/** The installation knows one list: the visits of `csv/testing.ts`. */
function withMapping(kept: string | null): string {
  const told = JSON.parse(kept ?? '{}') as { columns: readonly string[] }
  const isKnown = JSON.stringify(told.columns) === JSON.stringify(visitMapping.columns)
  return JSON.stringify({
    ...told,
    groupedBy: [],
    mapping: isKnown ? visitMapping : null,
    mappingVersion: isKnown ? 1 : null,
  })
}
