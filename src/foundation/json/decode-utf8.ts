import { Buffer, constants, isUtf8 } from 'node:buffer'
import { fail, ok, type Result } from '#foundation/result'
import { jsonProblems } from './json.problems.ts'
import { placeOf } from './place-of.ts'

/** The text of bytes that must be UTF-8. A byte order mark stays in it: whether it is welcome is the reader's to say. */
export function decodeUtf8(bytes: Uint8Array): Result<string> {
  if (bytes.length > constants.MAX_STRING_LENGTH) return fail(jsonProblems.tooLong())
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isUtf8(buffer)) return ok(buffer.toString('utf8'))
  const text = buffer.toString('utf8')
  return fail(jsonProblems.notUtf8(placeOf(text, firstReplaced(buffer, text))))
}

/** Lenient decoding writes U+FFFD for what it cannot read; a U+FFFD that was really sent is not the culprit. */
function firstReplaced(buffer: Buffer, text: string): number {
  let bytes = 0
  let from = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    bytes += Buffer.byteLength(text.slice(from, at))
    if (buffer[bytes] !== 0xef || buffer[bytes + 1] !== 0xbf || buffer[bytes + 2] !== 0xbd) return at
    from = at
  }
  return text.length
}
