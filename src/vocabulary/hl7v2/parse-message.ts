import { fail, ok, type Result } from '#foundation/result'
import { unescapeText, withoutUnprintable } from './escapes.ts'
import { problems } from './hl7v2.problems.ts'
import type { Hl7Message, Hl7Segment } from './hl7v2.types.ts'
import { readSeparators, type Separators } from './separators.ts'

/** More than any message needs; a hostile one cannot make a list of millions. */
const most = { segments: 20_000, fields: 400, repetitions: 2_000, components: 400 }

/** A segment's name is three letters or digits, the first a letter; it ends with the line or with a separator. */
const segmentName = /^[A-Z][A-Z0-9]{2}$/

export interface ParsedMessage extends Hl7Message {
  /** Lines that are no segment: text whose line breaks were not escaped. They were read as part of the segment before. */
  readonly brokenLines: readonly number[]
}

/**
 * Cuts a message into segments; fields are cut when somebody asks. Segments end with CR, and with LF or CR LF too, since
 * files and careless senders write those. Never throws on what a sender can write.
 */
export function parseHl7(sent: string): Result<ParsedMessage> {
  const text = withoutUnprintable(sent.charCodeAt(0) === 0xfeff ? sent.slice(1) : sent)
  if (!text.startsWith('MSH')) return fail(problems.noHeader)
  const separators = readSeparators(text.slice(0, 20).split(/[\r\n]/, 1)[0]!)
  if (!separators) return fail(problems.badSeparators)
  const lines = text.split(/\r\n|\r|\n/, most.segments + 1)
  if (lines.length > most.segments) return fail(problems.tooManySegments)
  const segments: SentSegment[] = []
  const brokenLines: number[] = []
  const rest: string[] = []
  const close = () => {
    if (rest.length > 0) segments[segments.length - 1]!.goesOn(rest.splice(0))
  }
  for (const line of lines) {
    const name = line.slice(0, 3)
    if (segmentName.test(name) && (line.length === 3 || line[3] === separators.field)) {
      close()
      segments.push(new SentSegment(name, segments.length + 1, line, separators))
    } else if (line.trim() !== '') {
      rest.push(line)
      brokenLines.push(segments.length)
    }
  }
  close()
  const header = segments[0]!
  if (segments.some((segment, index) => index > 0 && segment.name === 'MSH')) return fail(problems.twoHeaders)
  return ok({
    type: header.get(9, 1),
    trigger: header.get(9, 2),
    controlId: header.get(10),
    segments,
    brokenLines,
  })
}

class SentSegment implements Hl7Segment {
  readonly name: string
  readonly row: number
  #line: string
  readonly #separators: Separators
  #fields: string[] | null = null

  constructor(name: string, row: number, line: string, separators: Separators) {
    this.name = name
    this.row = row
    this.#line = line
    this.#separators = separators
  }

  goesOn(lines: readonly string[]): void {
    this.#line = [this.#line, ...lines].join('\n')
  }

  /** The field as sent, escapes closed. */
  #raw(field: number): string {
    if (!this.#fields) {
      const { field: separator } = this.#separators
      const parts = this.#line.split(separator, most.fields)
      // MSH-1 is the separator itself (v2.5.1, 2.15.9.1).
      if (this.name === 'MSH') parts.splice(1, 0, separator)
      this.#fields = parts
    }
    return this.#fields[field] ?? ''
  }

  #repetition(field: number, repetition: number): string {
    const raw = this.#raw(field)
    if (this.name === 'MSH' && field < 3) return repetition === 1 ? raw : ''
    return pieceOf(raw, this.#separators.repetition, repetition)
  }

  get(field: number, component = 1, repetition = 1, subcomponent?: number): string {
    const sent = this.#repetition(field, repetition)
    if (sent === '' || (this.name === 'MSH' && field < 3)) return component === 1 ? sent : ''
    const whole = pieceOf(sent, this.#separators.component, component)
    const piece =
      subcomponent === undefined ? whole : pieceOf(whole, this.#separators.subcomponent, subcomponent)
    return unescapeText(piece, this.#separators).trim()
  }

  whole(field: number, repetition = 1): string {
    return unescapeText(this.#repetition(field, repetition), this.#separators).trim()
  }

  count(field: number): number {
    const raw = this.#raw(field)
    if (raw === '') return 0
    const { repetition } = this.#separators
    if (repetition === '' || (this.name === 'MSH' && field < 3)) return 1
    let count = 1
    for (
      let at = raw.indexOf(repetition);
      at >= 0 && count < most.repetitions;
      at = raw.indexOf(repetition, at + 1)
    )
      count++
    return count
  }
}

/** The n-th piece (1-based) without making the others. */
function pieceOf(text: string, separator: string, position: number): string {
  if (separator === '') return position === 1 ? text : ''
  let start = 0
  for (let piece = 1; piece < position; piece++) {
    const next = text.indexOf(separator, start)
    if (next < 0) return ''
    start = next + 1
  }
  const end = text.indexOf(separator, start)
  return end < 0 ? (start === 0 ? text : text.slice(start)) : text.slice(start, end)
}
