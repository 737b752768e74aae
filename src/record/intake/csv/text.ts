import { Buffer, isUtf8 } from 'node:buffer'
import { decode, type Encoding } from '../bhyt-xml/encoding.ts'

/**
 * Letters a Vietnamese list is written with. Windows-1258 gives a letter to every byte, so that TCVN3 or VNI text decodes
 * without an error into other people's names: only text that looks Vietnamese afterwards is believed.
 */
const vietnamese =
  /^[\x09\x0a\x0d\x20-\x7eàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ\u00a0°²³µ±½¼×÷·–—‘’“”…•€₫«»®™©§]*$/u

export function composed(text: string): string {
  return text.normalize('NFC')
}

/** Text of a list, composed; null when the bytes are not in the encoding (or decode into no Vietnamese). */
export function textOf(bytes: Uint8Array, encoding: Encoding): string | null {
  const text = decode(bytes, encoding)
  if (text === null || text.includes('\0')) return null
  const whole = composed(text)
  return encoding === 'windows-1258' && !vietnamese.test(whole) ? null : whole
}

export interface Sniffed {
  readonly encoding: Encoding
  /** Bytes of the byte order mark. */
  readonly bom: number
}

/** The encoding of a list by its beginning; null when it is none we read. `whole`: the sample is the file. */
export function sniffText(sample: Uint8Array, whole: boolean): Sniffed | null {
  const [a, b, c] = sample
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bom: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bom: 2 }
  const bom = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0
  const body = Buffer.from(sample.buffer, sample.byteOffset + bom, sample.byteLength - bom)
  if (isUtf8(whole ? body : withoutCutLetter(body)))
    return body.includes(0) ? wide(body) : { encoding: 'utf-8', bom }
  if (bom > 0) return null
  return textOf(body, 'windows-1258') === null ? null : { encoding: 'windows-1258', bom: 0 }
}

/** UTF-16 without a mark: every second byte of ASCII is zero. Other files full of zeros are no text. */
function wide(body: Buffer): Sniffed | null {
  const length = Math.min(body.length & ~1, 512)
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (body[at] === 0) even++
    if (body[at + 1] === 0) odd++
  }
  const most = length / 4
  if (odd > most && even === 0) return { encoding: 'utf-16le', bom: 0 }
  if (even > most && odd === 0) return { encoding: 'utf-16be', bom: 0 }
  // A stray zero in a text spoils its line, not the list.
  return even + odd <= length / 100 ? { encoding: 'utf-8', bom: 0 } : null
}

/** A sample may end inside a letter: its first bytes are no fault. */
function withoutCutLetter(body: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, body.length); back++) {
    const byte = body[body.length - back]!
    if (byte >= 0xc0) return body.subarray(0, body.length - back)
    if (byte < 0x80) break
  }
  return body
}
