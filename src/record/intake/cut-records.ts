import { hash } from 'node:crypto'
import type { MessageProblem, Norm } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'
import { type Encoding, tooLargeRecord } from './bhyt-xml/index.ts'
import type { FileFormat, ReadRecord } from './format.types.ts'
import { formatNamed } from './formats.ts'
import { duplicateInFile } from './intake.problems.ts'
import { splitFile } from './split-file.ts'

export interface PartHead {
  readonly format: FileFormat
  readonly encoding: Encoding
  readonly facilityCode: string | null
  /** What the splitter wants beside each record. */
  readonly kept: string | null
  readonly problems: readonly MessageProblem[]
}

export interface CutRecord {
  readonly number: number
  readonly start: number
  readonly length: number
  readonly facilityCode: string | null
  readonly visitLinkId: string | null
  readonly norm: Norm | null
  readonly isAccepted: boolean
  readonly message: SentMessage | null
  readonly problems: readonly MessageProblem[]
}

export type CutItem =
  | { readonly kind: 'head'; readonly head: PartHead }
  | { readonly kind: 'record'; readonly record: CutRecord }
  | { readonly kind: 'end'; readonly problems: readonly MessageProblem[] }
  | { readonly kind: 'refused'; readonly problems: readonly MessageProblem[] }

export interface CutContext {
  readonly fileName: string | null
  /** Whom the door knows the sender to be: the facility of files whose head names none. */
  readonly facilityCode?: string | null
  /** Keys seen in this arrival. */
  readonly keys: Set<string>
  /** Adds to what the splitter kept what only the installation knows (a CSV's column mapping). */
  readonly completeHead?: (head: PartHead) => Promise<PartHead>
  /** What a second look at a sound message finds. */
  readonly check?: (message: SentMessage) => readonly MessageProblem[]
}

/** Cuts a file into records and reads each once, to know whether it can go on and what is odd about it. */
export async function* cutRecords(
  source: AsyncIterable<Uint8Array>,
  context: CutContext,
): AsyncGenerator<CutItem> {
  let head: PartHead | null = null
  for await (const event of splitFile(source, { fileName: context.fileName })) {
    if (event.kind === 'refused') yield { kind: 'refused', problems: event.problems }
    else if (event.kind === 'end') yield { kind: 'end', problems: event.problems }
    else if (event.kind === 'head') {
      const said = {
        format: event.format,
        encoding: event.encoding,
        facilityCode: event.facilityCode ?? context.facilityCode ?? null,
        kept: event.keep ?? null,
        problems: event.problems,
      }
      head = context.completeHead ? await context.completeHead(said) : said
      if (head.kept !== null) event.tell?.(head.kept)
      yield { kind: 'head', head }
    } else if (head) {
      const place = { number: event.number, start: event.offset, length: event.length }
      const recordContext = { ...head, number: event.number }
      const read = event.bytes
        ? formatNamed(head.format).readRecord(event.bytes, recordContext)
        : tooLargeRecord(recordContext)
      const isSound = read.message !== null && !read.problems.some((p) => p.severity === 'error')
      const twice = isSound ? duplicateOf(head, read, context.keys) : []
      const found = isSound && context.check ? context.check(read.message!) : []
      const isAccepted = isSound && twice.length === 0
      yield {
        kind: 'record',
        record: {
          ...place,
          facilityCode: read.facilityCode,
          visitLinkId: read.visitLinkId,
          norm: read.norm,
          isAccepted,
          message: isAccepted ? read.message : null,
          problems: [...event.problems, ...read.problems, ...twice, ...found],
        },
      }
    }
  }
}

/** One visit twice in one file: the first sound one goes on, the second waits for a human. A check-in may be sent again. */
function duplicateOf(
  head: PartHead,
  read: Pick<ReadRecord, 'facilityCode' | 'visitLinkId'>,
  keys: Set<string>,
): MessageProblem[] {
  if ((head.format !== 'bhyt-xml' && head.format !== 'csv') || !read.visitLinkId) return []
  // A digest, because a piece of a decoded record would keep the whole record in memory (V8 slices).
  const key = hash('md5', `${read.facilityCode}|${read.visitLinkId}`, 'base64')
  if (keys.has(key)) return [duplicateInFile('XML1')]
  keys.add(key)
  return []
}
