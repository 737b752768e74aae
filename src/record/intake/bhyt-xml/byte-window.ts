import { Buffer } from 'node:buffer'

/** Bytes at a time taken in from a large chunk, so that one huge chunk does not become one huge buffer. */
export const slice = 256 * 1024

/**
 * The part of a stream still being looked at. Appending is amortised linear however small the chunks; forgetting is
 * moving an index. All positions are offsets in the whole stream.
 */
export class ByteWindow {
  // Small at first: a door's message of two kilobytes must not cost half a megabyte. Growing doubles it.
  #buffer = Buffer.allocUnsafe(8_192)
  #start = 0
  #end = 0
  /** Stream offset of `#buffer[0]`. */
  #base = 0

  get first(): number {
    return this.#base + this.#start
  }
  get end(): number {
    return this.#base + this.#end
  }

  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#buffer.length) this.#makeRoom(bytes.length)
    this.#buffer.set(bytes, this.#end)
    this.#end += bytes.length
  }

  #makeRoom(more: number): void {
    const held = this.#end - this.#start
    const fits = held + more <= this.#buffer.length && held <= this.#buffer.length / 2
    const target = fits ? this.#buffer : Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, held + more))
    this.#buffer.copy(target, 0, this.#start, this.#end)
    this.#buffer = target
    this.#base += this.#start
    this.#start = 0
    this.#end = held
  }

  /** Nothing before this offset is needed any more. */
  forget(before: number): void {
    this.#start = Math.max(this.#start, Math.min(before - this.#base, this.#end))
    // A record of many megabytes has passed: do not keep its room.
    if (this.#start === this.#end && this.#buffer.length > slice * 8) {
      this.#base += this.#start
      this.#start = this.#end = 0
      this.#buffer = Buffer.allocUnsafe(slice * 2)
    }
  }

  byteAt(offset: number): number {
    return this.#buffer[offset - this.#base]!
  }

  /** The first byte at or after `from` that is not white space, or `to`. */
  skipSpace(from: number, to: number): number {
    const buffer = this.#buffer
    const end = to - this.#base
    let at = from - this.#base
    for (; at < end; at++) {
      const byte = buffer[at]!
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    }
    return at + this.#base
  }

  /** The first `"` or `\\` at or after `from`, or `to`. */
  skipPlain(from: number, to: number): number {
    const buffer = this.#buffer
    const end = to - this.#base
    let at = from - this.#base
    while (at < end && buffer[at] !== 0x22 && buffer[at] !== 0x5c) at++
    return at + this.#base
  }

  /** Offset of the needle at or after `from`, or -1. */
  find(needle: Buffer, from: number): number {
    const at = this.#buffer.subarray(0, this.#end).indexOf(needle, from - this.#base)
    return at < 0 ? -1 : at + this.#base
  }

  copy(from: number, to: number): Buffer {
    return Buffer.from(this.#buffer.subarray(from - this.#base, to - this.#base))
  }
}
