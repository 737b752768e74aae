import type { ByteWindow } from '../bhyt-xml/byte-window.ts'

/** How a list is written, as far as cutting it needs to know. */
export interface LineShape {
  /** Bytes of one character unit, and where its low byte stands. */
  readonly width: 1 | 2
  readonly bigEndian: boolean
  readonly delimiter: number
  readonly lineEnd: 'lf' | 'cr'
}

/** One line of a list; line breaks inside quotes belong to it. Positions are offsets in the file. */
export interface Line {
  readonly start: number
  /** Without its line break. */
  readonly end: number
  readonly next: number
  /** Cells that hold something. */
  readonly filled: number
  readonly cells: number
  /** A quote was opened and never closed: the line ends at its first line break all the same. */
  readonly quoteOpen: boolean
  readonly tooLarge: boolean
  /** Bytes between the delimiters of the wanted columns. */
  readonly wanted: readonly (readonly [start: number, end: number] | undefined)[]
}

const quote = 0x22
const lf = 0x0a
const cr = 0x0d
/** A quoted cell longer than this was never closed: otherwise one stray quote would swallow its neighbours. */
const mostQuotedLines = 100
const mostQuotedBytes = 65_536

/** Finds the lines of a list in a window that goes on growing. Quotes count only at the beginning of a cell, as in RFC 4180. */
export class LineCutter {
  readonly #window: ByteWindow
  readonly #shape: LineShape
  readonly #most: number
  #wantedColumns: readonly number[] = []
  #at: number
  #start: number
  #cellStart: number
  #cell = 0
  #filled = 0
  #cellFilled = false
  #inQuotes = false
  #afterQuote = false
  #quotedFrom = 0
  /** First line break inside the open quotes of this line, and how many so far. */
  #firstBreak = -1
  #breaks = 0
  #wanted: ([number, number] | undefined)[] = []

  constructor(window: ByteWindow, shape: LineShape, from: number, mostBytes: number) {
    this.#window = window
    this.#shape = shape
    this.#most = mostBytes
    this.#at = this.#start = this.#cellStart = from
  }

  /** Offset before which nothing is needed any more. */
  get needed(): number {
    if (this.#at - this.#start <= this.#most) return this.#start
    return Math.min(this.#inQuotes ? this.#quotedFrom : this.#at, this.#at - this.#shape.width)
  }

  want(columns: readonly number[]): void {
    this.#wantedColumns = columns
  }

  /** The next whole line; null when more bytes are needed, or (when `last`) when there is none. */
  next(last: boolean): Line | null {
    const { width } = this.#shape
    while (this.#at + width <= this.#window.end) {
      const unit = this.#unit(this.#at)
      const line = this.#inQuotes ? this.#quoted(unit) : this.#plain(unit)
      if (line) return line
    }
    if (!last) return null
    if (this.#inQuotes && !this.#afterQuote && this.#firstBreak >= 0) return this.#recover()
    const end = this.#window.end
    if (this.#start >= end) return null
    return this.#close(end, end, this.#inQuotes && !this.#afterQuote)
  }

  #unit(at: number): number {
    const byte = this.#window.byteAt(at)
    if (this.#shape.width === 1) return byte
    const other = this.#window.byteAt(at + 1)
    return this.#shape.bigEndian ? byte * 256 + other : other * 256 + byte
  }

  #plain(unit: number): Line | null {
    const { width, delimiter, lineEnd } = this.#shape
    if (unit === (lineEnd === 'lf' ? lf : cr)) {
      return this.#close(this.#withoutCr(this.#at), this.#at + width, false)
    }
    if (unit === delimiter) {
      this.#endCell(this.#at)
      this.#cellStart = this.#at + width
    } else if (unit === quote && this.#at === this.#cellStart) {
      this.#inQuotes = true
      this.#afterQuote = false
      this.#quotedFrom = this.#at
      this.#firstBreak = -1
      this.#breaks = 0
    } else if (unit > 0x20 && unit !== 0xa0 && unit !== 0xfeff) this.#cellFilled = true
    this.#at += width
    return null
  }

  /** Where a line ends whose line feed stands at `at`. */
  #withoutCr(at: number): number {
    const before = at - this.#shape.width
    return this.#shape.lineEnd === 'lf' && before >= this.#start && this.#unit(before) === cr ? before : at
  }

  #quoted(unit: number): Line | null {
    const { width, delimiter, lineEnd } = this.#shape
    if (this.#afterQuote) {
      this.#afterQuote = false
      if (unit === quote) this.#cellFilled = true
      else if (unit === delimiter || unit === cr || unit === lf) {
        this.#inQuotes = false
        if (unit === cr && lineEnd === 'lf') this.#at += width
        return null
      } else if (this.#firstBreak >= 0) return this.#recover()
      // `"Nguyễn "Tèo" A"`: quotes that quote nothing are letters from here on.
      else this.#inQuotes = false
    } else if (unit === quote) this.#afterQuote = true
    else {
      if (unit > 0x20) this.#cellFilled = true
      if (unit === (lineEnd === 'lf' ? lf : cr)) {
        if (this.#firstBreak < 0) this.#firstBreak = this.#at
        this.#breaks++
      }
      const tooLong = this.#breaks > mostQuotedLines || this.#at - this.#quotedFrom > mostQuotedBytes
      if (tooLong && this.#firstBreak >= 0) return this.#recover()
    }
    this.#at += width
    return null
  }

  /** Goes back to the first line break inside the quotes: what follows it is read as lines again. */
  #recover(): Line {
    return this.#close(this.#withoutCr(this.#firstBreak), this.#firstBreak + this.#shape.width, true)
  }

  #endCell(end: number): void {
    const place = this.#wantedColumns.indexOf(this.#cell)
    if (place >= 0) this.#wanted[place] = [this.#cellStart, end]
    if (this.#cellFilled) this.#filled++
    this.#cellFilled = false
    this.#cell++
  }

  #close(end: number, next: number, quoteOpen: boolean): Line {
    this.#endCell(Math.max(end, this.#cellStart))
    const line = {
      start: this.#start,
      end,
      next,
      filled: this.#filled,
      cells: this.#cell,
      quoteOpen,
      tooLarge: end - this.#start > this.#most,
      wanted: this.#wanted,
    }
    this.#at = this.#start = this.#cellStart = next
    this.#cell = 0
    this.#filled = 0
    this.#cellFilled = false
    this.#inQuotes = false
    this.#afterQuote = false
    this.#wanted = []
    return line
  }
}
