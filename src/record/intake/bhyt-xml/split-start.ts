import { type Encoding, sniff } from './encoding.ts'

export type FileStart =
  | { readonly kind: 'json' }
  | { readonly kind: 'xml'; readonly sniffed: Encoding | null; readonly bom: number }

/**
 * What a file is, by its first bytes that are not white space. `more`: too few to say; `space`: nothing but white space so
 * far, which may be dropped.
 */
export function startOf(bytes: Uint8Array, complete: boolean): FileStart | 'more' | 'space' | 'neither' {
  if (bytes.length === 0) return 'more'
  // A byte order mark or a UTF-16 letter needs up to three bytes to be told.
  const mayGrow = bytes.length < 3 && (bytes[0]! >= 0xef || bytes[0] === 0 || bytes[0] === 0x3c)
  if (mayGrow && !complete) return 'more'
  const { encoding, bom } = sniff(bytes)
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return { kind: 'xml', sniffed: encoding, bom }
  let at = bom
  while (at < bytes.length && isSpace(bytes[at]!)) at++
  if (at === bytes.length) return bom > 0 ? 'more' : 'space'
  if (bytes[at] === 0x3c) return { kind: 'xml', sniffed: encoding, bom }
  if (bytes[at] === 0x7b || bytes[at] === 0x5b) return { kind: 'json' }
  return 'neither'
}

/** White space at the beginning, a byte order mark apart. */
export function leadingSpace(bytes: Uint8Array): number {
  const { bom } = sniff(bytes)
  let at = bom
  while (at < bytes.length && isSpace(bytes[at]!)) at++
  return at - bom
}

export const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
