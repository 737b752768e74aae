/** A line of a file, with where it ends: reading may begin again there. */
export interface RawLine {
  /** Null: longer than what is taken. */
  readonly bytes: Buffer | null
  /** 1 for the first line. */
  readonly number: number
  /** Bytes from the beginning up to and with the line's end. */
  readonly end: number
}

const newline = 0x0a

/** Cuts a stream of chunks into lines; blank ones are counted and left out. Memory is bounded by the longest line taken. */
export function openSplitter(
  maxBytes: number,
  from: { readonly line: number; readonly offset: number } = start,
) {
  let number = from.line
  let offset = from.offset
  let rest: Buffer[] = []
  let restBytes = 0
  let isTooLong = false

  const take = (piece: Buffer, lines: RawLine[]) => {
    number += 1
    offset += restBytes + piece.length + 1
    const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece])
    const tooLong = isTooLong || bytes.length > maxBytes
    rest = []
    restBytes = 0
    isTooLong = false
    if (tooLong) lines.push({ bytes: null, number, end: offset })
    else if (!isBlank(bytes)) lines.push({ bytes, number, end: offset })
  }

  return {
    push(chunk: Buffer): RawLine[] {
      const lines: RawLine[] = []
      let begin = 0
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, begin)) {
        take(chunk.subarray(begin, at), lines)
        begin = at + 1
      }
      if (begin < chunk.length) {
        const piece = chunk.subarray(begin)
        if (restBytes + piece.length > maxBytes) isTooLong = true
        // Of a line that is too long only its length is kept.
        rest = isTooLong ? [] : [...rest, piece]
        restBytes += piece.length
      }
      return lines
    },
    end(): RawLine[] {
      const lines: RawLine[] = []
      if (restBytes > 0) take(Buffer.alloc(0), lines)
      return lines
    },
  }
}

const start = { line: 0, offset: 0 }

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false
  return true
}
