import { Buffer } from 'node:buffer'

/** MLLP, release 1 (HL7 2.5.1 implementation guide, appendix C): VT, message, FS CR. */
const vt = 0x0b
const fs = 0x1c
const cr = 0x0d
const lf = 0x0a

export const framed = (message: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(vt), message, Buffer.of(fs, cr)])

export type FrameEvent =
  | { readonly kind: 'frame'; readonly bytes: Buffer }
  /** A frame beyond the limit: only its beginning was kept, enough to answer it. */
  | { readonly kind: 'too-large'; readonly start: Buffer }
  /** Bytes outside frames, or a frame begun anew before it ended: nothing of them is kept. */
  | { readonly kind: 'junk'; readonly size: number }

export interface FrameLimits {
  readonly frameBytes: number
  /** Asked before more of an unfinished frame is held; false makes the frame too large now. */
  readonly hold: (bytes: number) => boolean
  readonly release: (bytes: number) => void
}

const answerable = 4_096
const restart = Buffer.from([vt, 0x4d, 0x53, 0x48])

/** Cuts a connection's bytes into frames, whatever pieces they come in. */
export class FrameReader {
  readonly #limits: FrameLimits
  #pieces: Buffer[] = []
  #size = 0
  #inside = false
  #skipping = false
  /** The last byte was FS inside a frame: the next one says whether it ended. */
  #afterFs = false

  constructor(limits: FrameLimits) {
    this.#limits = limits
  }

  /** A frame has begun and not ended. */
  get isOpen(): boolean {
    return this.#inside
  }

  push(chunk: Buffer): FrameEvent[] {
    const events: FrameEvent[] = []
    let at = 0
    while (at < chunk.length) {
      if (!this.#inside) at = this.#outside(chunk, at, events)
      else if (this.#afterFs) at = this.#atEnd(chunk, at, events)
      else {
        const end = chunk.indexOf(fs, at)
        this.#take(chunk.subarray(at, end < 0 ? chunk.length : end))
        if (end < 0) return events
        this.#afterFs = true
        at = end + 1
      }
    }
    return events
  }

  /** Line ends between frames are a habit of senders; anything else is junk. */
  #outside(chunk: Buffer, from: number, events: FrameEvent[]): number {
    const start = chunk.indexOf(vt, from)
    const end = start < 0 ? chunk.length : start
    let size = 0
    for (let at = from; at < end; at++) if (chunk[at] !== cr && chunk[at] !== lf) size++
    if (size > 0) events.push({ kind: 'junk', size })
    if (start >= 0) this.#inside = true
    return start < 0 ? chunk.length : start + 1
  }

  /** FS CR ends a frame; FS LF and FS VT are written by some. Another FS belongs to a text that should not hold it. */
  #atEnd(chunk: Buffer, at: number, events: FrameEvent[]): number {
    this.#afterFs = false
    const byte = chunk[at]
    if (byte !== cr && byte !== lf && byte !== vt) {
      this.#take(Buffer.of(fs))
      return at
    }
    this.#finish(events)
    return byte === vt ? at : at + 1
  }

  #take(piece: Buffer): void {
    if (piece.length === 0 || this.#skipping) return
    const isTooLarge = this.#size + piece.length > this.#limits.frameBytes
    if (isTooLarge || !this.#limits.hold(piece.length)) {
      this.#skipping = true
      const start = Buffer.concat([...this.#pieces, piece]).subarray(0, answerable)
      this.#limits.release(this.#size)
      this.#pieces = [Buffer.from(start)]
      this.#size = 0
      return
    }
    // A copy: the socket's own buffer may be much larger than this piece of it.
    this.#pieces.push(Buffer.from(piece))
    this.#size += piece.length
  }

  #finish(events: FrameEvent[]): void {
    const whole = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces)
    if (this.#skipping) events.push({ kind: 'too-large', start: whole })
    else {
      // A sender that broke off and began again on the same connection: only the second is whole.
      const again = whole.lastIndexOf(restart)
      if (again >= 0) events.push({ kind: 'junk', size: again })
      events.push({ kind: 'frame', bytes: again < 0 ? whole : whole.subarray(again + 1) })
    }
    this.forget()
  }

  /** Lets go of what was held of an unfinished frame. */
  forget(): void {
    this.#limits.release(this.#size)
    this.#pieces = []
    this.#size = 0
    this.#inside = this.#skipping = this.#afterFs = false
  }
}
