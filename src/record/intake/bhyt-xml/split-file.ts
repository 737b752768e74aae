import { slice } from './byte-window.ts'
import { problem } from './problem-sentences.ts'
import { defaultLimits, type SplitEvent, type SplitLimits, type Splitter } from './split.types.ts'
import { JsonSplitter } from './split-json.ts'
import { leadingSpace, startOf } from './split-start.ts'
import { XmlSplitter } from './split-xml.ts'

/**
 * Cuts a file into records while it streams by, at byte level and in memory that does not grow with the file: what is held
 * is one record, one head and one tail. Any chunking of the same bytes gives the same events.
 */
export async function* splitFile(
  source: AsyncIterable<Uint8Array>,
  options: { readonly limits?: Partial<SplitLimits>; readonly fileName?: string } = {},
): AsyncGenerator<SplitEvent> {
  const limits = { ...defaultLimits, ...options.limits }
  let splitter: Splitter | null = null
  let start: Uint8Array = new Uint8Array(0)
  /** Leading white space is dropped but counted, up to the room a head may take. */
  let skipped = 0
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += slice) {
      let piece = chunk.subarray(at, at + slice)
      if (!splitter) {
        start = start.length === 0 ? piece : concat(start, piece)
        const found = startOf(start, false)
        if (skipped + leadingSpace(start) > limits.headBytes) return yield refused('BHYT_HEAD_TOO_LARGE')
        if (found === 'space') {
          skipped += start.length
          start = new Uint8Array(0)
        }
        if (found === 'more' || found === 'space') continue
        if (found === 'neither') return yield refused('BHYT_FILE_NOT_XML')
        splitter =
          found.kind === 'json' ? new JsonSplitter(limits, skipped) : new XmlSplitter(limits, found, skipped)
        piece = start
      }
      yield* splitter.push(piece)
      if (splitter.done) return
    }
  }
  if (!splitter) {
    const found = startOf(start, true)
    if (found === 'more' || found === 'space') return yield refused('BHYT_FILE_EMPTY')
    if (found === 'neither') return yield refused('BHYT_FILE_NOT_XML')
    splitter =
      found.kind === 'json' ? new JsonSplitter(limits, skipped) : new XmlSplitter(limits, found, skipped)
    yield* splitter.push(start)
  }
  if (!splitter.done) yield* splitter.finish()
}

function refused(code: 'BHYT_FILE_EMPTY' | 'BHYT_FILE_NOT_XML' | 'BHYT_HEAD_TOO_LARGE'): SplitEvent {
  return { kind: 'refused', problems: [problem(code)] }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
