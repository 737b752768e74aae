// Inside the gzip: a magic line, then frames of one letter, four bytes of length and a body. A tar would want to know the
// size of a table before its first byte; a copy knows it after the last.
export const MAGIC = Buffer.from('MACH-BACKUP\n')

/** M manifest · T table begins · D data · E table ends · Z the end. */
export type FrameKind = 'M' | 'T' | 'D' | 'E' | 'Z'

export interface Frame {
  readonly kind: FrameKind
  readonly body: Buffer
}

const LIMIT = 256 * 1024 * 1024

export function frame(kind: FrameKind, body: Buffer): Buffer {
  const head = Buffer.allocUnsafe(5)
  head.writeUInt8(kind.charCodeAt(0), 0)
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

export const jsonFrame = (kind: FrameKind, value: unknown): Buffer =>
  frame(kind, Buffer.from(JSON.stringify(value)))

/** The file is not a backup, or not a whole one. */
export class BrokenBackup extends Error {
  override readonly name = 'BrokenBackup'
}

/** Reads frames from decompressed bytes, holding no more than one frame. */
export async function* readFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const source = bytes[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  const take = async (length: number): Promise<Buffer | undefined> => {
    const parts = [held]
    let have = held.length
    while (have < length) {
      const next = await source.next()
      if (next.done) break
      parts.push(next.value)
      have += next.value.length
    }
    const all = parts.length === 1 ? held : Buffer.concat(parts)
    if (all.length < length) {
      held = all
      return undefined
    }
    held = all.subarray(length)
    return all.subarray(0, length)
  }
  const magic = await take(MAGIC.length)
  if (!magic?.equals(MAGIC)) throw new BrokenBackup('not a backup of Mạch')
  for (;;) {
    const head = await take(5)
    if (!head) {
      if (held.length > 0) throw new BrokenBackup('cut off inside a frame')
      return
    }
    const kind = String.fromCharCode(head[0]!)
    const length = head.readUInt32BE(1)
    if (!'MTDEZ'.includes(kind) || length > LIMIT) throw new BrokenBackup('not a frame')
    const body = await take(length)
    if (!body) throw new BrokenBackup('cut off inside a frame')
    yield { kind: kind as FrameKind, body }
  }
}
