import { Buffer } from 'node:buffer'
import type { Result } from '#foundation/result'
import {
  buildHl7,
  type ComponentToWrite,
  type Hl7Message,
  type Hl7Segment,
  type SegmentToWrite,
  segmentNamed,
} from '#vocabulary/hl7v2'
import { headerTo, type Stamp } from '../acknowledge.ts'
import type { Answer } from './answer-query.ts'
import type { QueryFault } from './query-faults.ts'

/** Structures of IHE's answers: a PDQ answer has the structure RSP_K21 (ITI TF-2: 3.21.4.2.2). */
const types: Readonly<Record<string, readonly string[]>> = {
  Q22: ['RSP', 'K22', 'RSP_K21'],
  Q23: ['RSP', 'K23', 'RSP_K23'],
}

/** MSH, MSA, ERR, QAK, QPD, then what was found, and DSC when there is more (HL7 v2.5.1, 5.4.1, 5.4.3). */
export function writeResponse(hl7: Hl7Message, told: Result<Answer, QueryFault>, stamp: Stamp): Buffer {
  const qpd = segmentNamed(hl7, 'QPD')
  const status = !told.ok ? told.problem.status : told.value.isEmpty ? 'NF' : 'OK'
  const answer = told.ok ? told.value : null
  const segments: SegmentToWrite[] = [
    headerTo(hl7, types[hl7.trigger] ?? ['RSP', hl7.trigger.replace('Q', 'K')], stamp),
    { name: 'MSA', fields: { 1: told.ok ? 'AA' : told.problem.status, 2: hl7.controlId } },
    ...(told.ok ? [] : [errorSegment(told.problem)]),
    {
      name: 'QAK',
      fields: {
        1: qpd?.get(2) ?? '',
        2: status,
        ...(answer?.hits
          ? {
              3: componentsOf(qpd!, 1, 1),
              4: `${answer.hits[0]}`,
              5: `${answer.hits[1]}`,
              6: `${answer.hits[2]}`,
            }
          : {}),
      },
    },
    ...(qpd ? [repeated(qpd)] : []),
    ...(answer?.segments ?? []),
    ...(answer?.pointer ? [{ name: 'DSC', fields: { 1: answer.pointer, 2: 'I' } }] : []),
  ]
  return Buffer.from(buildHl7(segments))
}

function errorSegment({ hl7: [code, text], place, code: ours, message }: QueryFault): SegmentToWrite {
  return {
    name: 'ERR',
    fields: {
      ...(place.length > 0 ? { 2: place } : {}),
      3: [code, text, 'HL70357'],
      4: 'E',
      5: [ours, '', 'L'],
      8: message,
    },
  }
}

const mostFields = 12
const mostRepetitions = 60
const mostComponents = 12
const mostPieces = 6

/** The question as it was asked, in our separators. */
function repeated(qpd: Hl7Segment): SegmentToWrite {
  const fields: Record<number, SegmentToWrite['fields'][number]> = {}
  for (let field = 1; field <= mostFields; field++) {
    const count = Math.min(qpd.count(field), mostRepetitions)
    if (count === 0) continue
    const repetitions = Array.from({ length: count }, (_, at) => componentsOf(qpd, field, at + 1))
    fields[field] = { repetitions }
  }
  return { name: 'QPD', fields }
}

function componentsOf(qpd: Hl7Segment, field: number, repetition: number): ComponentToWrite[] {
  return Array.from({ length: mostComponents }, (_, at) => {
    const whole = qpd.get(field, at + 1, repetition)
    const pieces = Array.from({ length: mostPieces }, (_each, n) => qpd.get(field, at + 1, repetition, n + 1))
    return pieces[0] === whole ? whole : pieces
  })
}
