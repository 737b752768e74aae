import { Buffer, isAscii, isUtf8 } from 'node:buffer'
import { decodeWindows1252 } from '#foundation/charset'
import { fail, ok, type Result } from '#foundation/result'
import { problems } from './hl7v2.problems.ts'

export type Hl7Charset = 'ascii' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'windows-1258'

export interface DecodedHl7 {
  /** NFC: two spellings of one Vietnamese letter are one. */
  readonly text: string
  readonly charset: Hl7Charset
  /** MSH-18 says something else than the bytes do. */
  readonly mislabelled: boolean
}

const decoders = {
  'utf-16le': new TextDecoder('utf-16le', { fatal: true }),
  'utf-16be': new TextDecoder('utf-16be', { fatal: true }),
  // HL7 table 0211 "8859/1"; the web's reading of it also knows the signs of Windows.
  'windows-1252': { decode: decodeWindows1252 },
  'windows-1258': new TextDecoder('windows-1258', { fatal: true }),
} as const

/**
 * Bytes to text by MSH-18 (HL7 table 0211), believing the bytes first: text that is valid UTF-8 beyond ASCII is UTF-8
 * whatever it calls itself. Charsets that cannot be told from each other by looking (TCVN3, VISCII) are refused.
 */
export function decodeHl7(sent: Uint8Array): Result<DecodedHl7> {
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength)
  const wide = wideOf(bytes)
  if (wide) return decoded(bytes, wide, false)
  if (isAscii(bytes)) return ok({ text: bytes.toString('latin1'), charset: 'ascii', mislabelled: false })
  const named = namedIn(bytes)
  if (isUtf8(bytes)) {
    const mislabelled = named === 'windows-1252' || named === 'windows-1258' || named === 'unknown'
    return ok({ text: bytes.toString('utf8').normalize('NFC'), charset: 'utf-8', mislabelled })
  }
  if (named === 'unknown') return fail(problems.charset)
  return named === 'utf-8' ? fail(problems.encoding) : decoded(bytes, named, false)
}

function decoded(
  bytes: Uint8Array,
  charset: keyof typeof decoders,
  mislabelled: boolean,
): Result<DecodedHl7> {
  try {
    return ok({ text: decoders[charset].decode(bytes).normalize('NFC'), charset, mislabelled })
  } catch {
    return fail(problems.encoding)
  }
}

/** "UNICODE" of table 0211 is sixteen bits a letter: seen by its byte order mark or the zeros around `MSH`. */
function wideOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [a, b] = bytes
  if ((a === 0xff && b === 0xfe) || (a === 0x4d && b === 0)) return 'utf-16le'
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x4d)) return 'utf-16be'
  return null
}

function namedIn(bytes: Buffer): 'utf-8' | 'windows-1252' | 'windows-1258' | 'unknown' {
  const header = bytes.toString('latin1', 0, Math.min(bytes.length, 4_000)).split(/[\r\n]/, 1)[0]!
  const separator = header[header.indexOf('MSH') + 3] ?? '|'
  const name = (header.split(separator)[17] ?? '').split(/[~^]/, 1)[0]!.trim().toUpperCase()
  if (name === '' || name === 'ASCII' || /^(UNICODE|UTF|UCS|ISO IR6)/.test(name)) return 'utf-8'
  if (/^(ISO[ -]?)?8859[/-]1$/.test(name)) return 'windows-1252'
  if (/^(WINDOWS|CP|MS)?[ -]?1258$/.test(name)) return 'windows-1258'
  return 'unknown'
}
