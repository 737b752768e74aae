import { Buffer } from 'node:buffer'
import type { Format } from '../format.types.ts'
import { locateSegments } from './locate-segments.ts'
import { readMessage } from './read-message.ts'
import { MessageSplitter } from './split-messages.ts'

/** A header or a batch header, behind what may stand before it in a file: byte order mark, white space, MLLP's VT. */
const start = /^(?:\xef\xbb\xbf)?[\s\x0b]*(?:MSH|FHS|BHS)[!-/:-@[-`{-~]/
const wideStart = /^(?:(?:\xff\xfe)?M\0S\0H\0|(?:\xfe\xff)?\0M\0S\0H)/

/** HL7 v2.x messages: one, or a file of many, in a batch or just behind each other. */
export const hl7v2Format: Format = {
  formats: ['hl7-v2'],
  recognises(bytes) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 400)).toString(
      'latin1',
    )
    return start.test(text) || wideStart.test(text)
  },
  splitter: (limits) => new MessageSplitter(limits),
  readRecord: readMessage,
  locate: locateSegments,
}

export { hl7ProblemCodes } from './problem-sentences.ts'
