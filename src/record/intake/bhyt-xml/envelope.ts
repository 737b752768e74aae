import { Buffer } from 'node:buffer'
import { SaxesParser } from 'saxes'
import { isDay, type MessageProblem } from '#vocabulary/bhyt'
import { decode, type Encoding } from './encoding.ts'
import { problem } from './problem-sentences.ts'
import { repairXml } from './scan-xml.ts'

/** What stands around the records: the file without its HOSO. */
export interface Envelope {
  readonly facilityCode: string | null
  readonly createdOn: string | null
  readonly declaredCount: number | null
  readonly wellFormed: boolean
  readonly problems: readonly MessageProblem[]
}

/** Reads the part outside records; `complete` once the whole file has been seen, else only its head. */
export function readEnvelope(pieces: readonly Uint8Array[], encoding: Encoding, complete: boolean): Envelope {
  const bytes = Buffer.concat(pieces)
  const text = decode(bytes, encoding) ?? bytes.toString('latin1')
  const strict = gather(text, complete)
  const found = strict.wellFormed ? strict : { ...gather(repairXml(text).text, complete), wellFormed: false }
  const { MACSKCB: facilityCode, NGAYLAP: created, SOLUONGHOSO: count } = found.fields
  const createdOn = dayOf(created)
  const problems: MessageProblem[] = []
  if (created && (createdOn === null || !/^\d{8}$/.test(created)))
    problems.push(problem('BHYT_CREATED_ON_FORMAT', { field: 'NGAYLAP' }))
  if (count && !/^\d{1,9}$/.test(count)) problems.push(problem('BHYT_COUNT_FORMAT', { field: 'SOLUONGHOSO' }))
  return {
    facilityCode: facilityCode || null,
    createdOn,
    declaredCount: count && /^\d{1,9}$/.test(count) ? Number(count) : null,
    wellFormed: found.wellFormed,
    problems,
  }
}

type Name = 'MACSKCB' | 'NGAYLAP' | 'SOLUONGHOSO'
const wanted = new Set<string>(['MACSKCB', 'NGAYLAP', 'SOLUONGHOSO'] satisfies Name[])

function gather(text: string, complete: boolean) {
  const fields: Partial<Record<Name, string>> = {}
  const open: string[] = []
  let wellFormed = true
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    open.push(tag.name)
  })
  parser.on('closetag', () => open.pop())
  const onText = (piece: string) => {
    const name = open.at(-1)?.toUpperCase()
    if (name === undefined || piece.trim() === '') return
    else if (wanted.has(name))
      fields[name as Name] = ((fields[name as Name] ?? '') + piece).trim().slice(0, 100)
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  try {
    parser.write(text)
    // A head stops in the middle: closing what is open shows whether the parser got that far at all.
    if (!complete) for (const name of open.toReversed()) parser.write(`</${name}>`)
    parser.close()
  } catch {
    wellFormed = false
  }
  return { fields, wellFormed }
}

/** `20260815` or, tolerated, `2026-08-15`, as `2026-08-15`. */
function dayOf(text: string | undefined): string | null {
  const m = /^(\d{4})-?(\d{2})-?(\d{2})(?:\d{4})?$/.exec(text ?? '')
  return m && isDay(Number(m[1]), Number(m[2]), Number(m[3])) ? `${m[1]}-${m[2]}-${m[3]}` : null
}
