import { Buffer, isAscii, isUtf8 } from 'node:buffer'
import type { ProblemCode } from './problem-sentences.ts'

/** How the bytes say their letters; ASCII is UTF-8. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258'

export interface Decoded {
  readonly text: string
  readonly encoding: Encoding
  readonly quirks: readonly ProblemCode[]
}

/** The name in `<?xml … encoding="…"?>`, lower case; null when there is none. */
export function declaredEncoding(start: string): string | null {
  return (
    /^\uFEFF?\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1]?.toLowerCase() ??
    null
  )
}

/** What the first bytes give away: a byte order mark, or the zero byte beside the first `<`. */
export function sniff(bytes: Uint8Array): { readonly encoding: Encoding | null; readonly bom: number } {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bom: 3 }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bom: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bom: 2 }
  if (a === 0x3c && b === 0) return { encoding: 'utf-16le', bom: 0 }
  if (a === 0 && b === 0x3c) return { encoding: 'utf-16be', bom: 0 }
  return { encoding: null, bom: 0 }
}

/** Which single-byte-compatible encoding a declared name asks for, and whether the name itself is a quirk. */
export function encodingOf(declared: string | null): {
  readonly encoding: Encoding
  readonly quirk: ProblemCode | null
} {
  if (declared === null || declared === 'utf-8' || declared === 'utf8' || declared === 'us-ascii')
    return { encoding: 'utf-8', quirk: null }
  if (/^(windows-|cp|x-cp)1258$/.test(declared))
    return { encoding: 'windows-1258', quirk: 'BHYT_QUIRK_WINDOWS_1258' }
  if (/^(utf-?16|unicode|ucs-?2)/.test(declared))
    return { encoding: 'utf-8', quirk: 'BHYT_QUIRK_DECLARED_UTF16' }
  return { encoding: 'utf-8', quirk: 'BHYT_QUIRK_ENCODING_NAME' }
}

const windows1258 = new TextDecoder('windows-1258', { fatal: true })
const utf16le = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true })
const utf16be = new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true })

/** Decodes bytes whose encoding is known; null when they are not in it. */
export function decode(bytes: Uint8Array, encoding: Encoding): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Labelled Windows-1258 but valid UTF-8 beyond ASCII: mislabelled, since 1258 text is never valid UTF-8 by chance.
  if (encoding === 'utf-8' || encoding === 'windows-1258') {
    if (isAscii(buffer)) return buffer.toString('latin1')
    if (isUtf8(buffer)) return buffer.toString('utf8')
    if (encoding === 'utf-8') return null
  }
  const decoder = encoding === 'windows-1258' ? windows1258 : encoding === 'utf-16le' ? utf16le : utf16be
  try {
    return decoder.decode(buffer)
  } catch {
    return null
  }
}

/**
 * Decodes a whole inner document (one table), believing the bytes before the declaration: .NET writes
 * `encoding="utf-16"` over UTF-8 bytes (bhyt-xml.md §10.8). A table without a declaration is in the encoding of its file.
 */
export function decodeDocument(bytes: Uint8Array, ofTheFile: Encoding): Decoded | null {
  const { encoding: sniffed, bom } = sniff(bytes)
  const body = bom > 0 ? bytes.subarray(bom) : bytes
  const quirks: ProblemCode[] = []
  let encoding: Encoding
  if (sniffed === 'utf-16le' || sniffed === 'utf-16be') {
    encoding = sniffed
    quirks.push('BHYT_QUIRK_UTF16')
  } else {
    if (bom > 0) quirks.push('BHYT_QUIRK_INNER_BOM')
    const declared = declaredEncoding(
      Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 300)).toString('latin1'),
    )
    const asked = encodingOf(declared)
    encoding =
      declared === null && bom === 0 && ofTheFile === 'windows-1258' ? 'windows-1258' : asked.encoding
    const quirk = encoding === 'windows-1258' ? windowsQuirk(body) : asked.quirk
    if (quirk) quirks.push(quirk)
  }
  const text = decode(body, encoding)
  return text === null ? null : { text, encoding, quirks }
}

function windowsQuirk(bytes: Uint8Array): ProblemCode | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isAscii(buffer)) return null
  return isUtf8(buffer) ? 'BHYT_QUIRK_ENCODING_NAME' : 'BHYT_QUIRK_WINDOWS_1258'
}
