import type { Format } from '../format.types.ts'
import { findHeader } from './find-header.ts'
import { locateCsv } from './locate.ts'
import { readCsvRecord } from './read-record.ts'
import { CsvSplitter } from './split-csv.ts'
import { sniffText, textOf } from './text.ts'

/** Line lists: CSV with comma, semicolon, tab or bar, in the encodings Vietnamese spreadsheets write. */
export const csvFormat: Format = {
  formats: ['csv'],
  recognises,
  splitter: (limits) => new CsvSplitter(limits),
  readRecord: readCsvRecord,
  locate: locateCsv,
}

/** A name ending in .csv or .tsv, or a header with lines as wide below it. XML, JSON, HL7 and binary files never are. */
function recognises(start: Uint8Array, fileName: string | null): boolean {
  const whole = start.length < 4_096
  const sniffed = sniffText(start, whole)
  const named = /\.(csv|tsv)$/i.test(fileName ?? '')
  // Letters of a font of its own (TCVN3): only the name says what it is, and the reader says what to do.
  if (!sniffed) return named && !start.includes(0) && !/^(PK|%PDF|\x1f\x8b|\xd0\xcf)/.test(latin1(start))
  const body = start.subarray(sniffed.bom)
  const text = textOf(body.subarray(0, body.length - (body.length % 2)), sniffed.encoding) ?? latin1(body)
  if (/^\s*(?:[<{[]|MSH|FHS|BHS|\x0b)/.test(text)) return false
  if (named) return true
  const header = findHeader(start, sniffed.bom, sniffed.encoding, whole)
  return header !== null && header.columns.length >= 3 && header.agreeing > 0
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 512)).toString('latin1')
