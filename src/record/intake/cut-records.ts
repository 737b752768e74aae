import { hash } from 'node:crypto'
import type { MessageProblem, Norm } from '#vocabulary/bhyt'
import { type Encoding, type FileFormat, readRecord, splitFile, tooLargeRecord } from './bhyt-xml/index.ts'
import { duplicateInFile } from './intake.problems.ts'

export interface PartHead {
  readonly format: FileFormat
  readonly encoding: Encoding
  readonly facilityCode: string | null
  readonly problems: readonly MessageProblem[]
}

export interface ReadRecord {
  readonly number: number
  readonly start: number
  readonly length: number
  readonly facilityCode: string | null
  readonly visitLinkId: string | null
  readonly norm: Norm | null
  readonly isAccepted: boolean
  readonly problems: readonly MessageProblem[]
}

export type CutItem =
  | { readonly kind: 'head'; readonly head: PartHead }
  | { readonly kind: 'record'; readonly record: ReadRecord }
  | { readonly kind: 'end'; readonly problems: readonly MessageProblem[] }
  | { readonly kind: 'refused'; readonly problems: readonly MessageProblem[] }

/** Cuts a file into records and reads each once, to know whether it can go on and what is odd about it. */
export async function* cutRecords(
  source: AsyncIterable<Uint8Array>,
  context: {
    readonly fileName: string | null
    readonly keys: Set<string>
  },
): AsyncGenerator<CutItem> {
  let head: PartHead | null = null
  for await (const event of splitFile(source, { fileName: context.fileName ?? undefined })) {
    if (event.kind === 'refused') yield { kind: 'refused', problems: event.problems }
    else if (event.kind === 'end') yield { kind: 'end', problems: event.problems }
    else if (event.kind === 'head') {
      head = {
        format: event.format,
        encoding: event.encoding,
        facilityCode: event.facilityCode,
        problems: event.problems,
      }
      yield { kind: 'head', head }
    } else if (head) {
      const place = { number: event.number, start: event.offset, length: event.length }
      const recordContext = { ...head, number: event.number }
      const read = event.bytes ? readRecord(event.bytes, recordContext) : tooLargeRecord(recordContext)
      const isSound = read.message !== null && !read.problems.some((p) => p.severity === 'error')
      const twice = isSound ? duplicateOf(head, read, context.keys) : []
      yield {
        kind: 'record',
        record: {
          ...place,
          facilityCode: read.facilityCode,
          visitLinkId: read.visitLinkId,
          norm: read.norm,
          isAccepted: isSound && twice.length === 0,
          problems: [...event.problems, ...read.problems, ...twice],
        },
      }
    }
  }
}

/** One visit twice in one file: the first sound one goes on, the second waits for a human. A check-in may be sent again. */
function duplicateOf(
  head: PartHead,
  read: { readonly facilityCode: string | null; readonly visitLinkId: string | null },
  keys: Set<string>,
): MessageProblem[] {
  if (head.format !== 'bhyt-xml' || !read.visitLinkId) return []
  // A digest, because a piece of a decoded record would keep the whole record in memory (V8 slices).
  const key = hash('md5', `${read.facilityCode}|${read.visitLinkId}`, 'base64')
  if (keys.has(key)) return [duplicateInFile('XML1')]
  keys.add(key)
  return []
}
