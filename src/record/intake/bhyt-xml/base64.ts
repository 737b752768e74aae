import { Buffer } from 'node:buffer'
import type { ProblemCode } from './problem-sentences.ts'

export interface OpenedBase64 {
  readonly bytes: Buffer
  readonly quirks: readonly ProblemCode[]
}

/** Opens base64 as senders write it: in lines, without padding, in the URL alphabet. Null when it is not base64. */
export function openBase64(text: string): OpenedBase64 | null {
  const quirks: ProblemCode[] = []
  let body = text.trim()
  let bytes = Buffer.from(body, 'base64')
  // Node skips what is not base64, so a full-length answer proves the whole text was; only then is no look needed.
  if (bytes.length !== wholeLength(body)) {
    body = body.replace(/\s+/g, '')
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(body)) return null
    bytes = Buffer.from(body, 'base64')
    if (body.length < text.trim().length) quirks.push('BHYT_QUIRK_BASE64_LINES')
  }
  if (body.includes('-') || body.includes('_')) quirks.push('BHYT_QUIRK_BASE64_URL')
  const padding = paddingOf(body)
  const letters = body.length - padding
  const missing = (4 - (letters % 4)) % 4
  if (missing === 3 || letters === 0 || bytes.length !== wholeLength(body)) return null
  if (padding !== missing) {
    // Too few `=` is a habit of some encoders; too many means the text was cut or glued.
    if (padding > missing) return null
    quirks.push('BHYT_QUIRK_BASE64_PADDING')
  }
  return { bytes, quirks }
}

const paddingOf = (body: string) => (body.endsWith('==') ? 2 : body.endsWith('=') ? 1 : 0)

const wholeLength = (body: string) => Math.floor(((body.length - paddingOf(body)) * 3) / 4)
