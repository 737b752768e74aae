import { base64Stream } from './base64-stream.ts'

export const fileFields = new Set(['filehsbase64', 'filebase64str', 'filehs', 'filebase64', 'file'])
export const fieldLimit = 64 * 1024
const fieldsLimit = 100

export type FormFault = 'bad-body' | 'bad-base64'

/**
 * A form-urlencoded body, read as it arrives: small fields are kept, the file's base64 is decoded at once, so that a large
 * file is never a large string. Software that forgets to escape sends `+` for `+`: in the file's field a plus stays a plus,
 * and a space is one too.
 */
export function formReader() {
  const fields = new Map<string, string>()
  let name: string | null = null
  let text = ''
  let base64: ReturnType<typeof base64Stream> | null = null
  let fault: FormFault | null = null
  let hasFile = false
  let out: Buffer[] = []

  const takeFile = (piece: string) => {
    // An escape cut in two waits for its other half.
    const all = text + piece
    const cut = /%[0-9A-Fa-f]?$/.exec(all)?.index ?? all.length
    text = all.slice(cut)
    const plain = all
      .slice(0, cut)
      .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/ /g, '+')
    const decoded = base64!.push(plain)
    if (decoded === null) fault = 'bad-base64'
    else if (decoded.length > 0) out.push(decoded)
  }
  const endPair = () => {
    if (base64) {
      const last = text === '' ? base64.end() : null
      if (last === null) fault = 'bad-base64'
      else out.push(last)
    } else if (name !== null && name !== '') {
      const value = unescaped(text)
      if (value === null || fields.size >= fieldsLimit) fault = 'bad-body'
      else if (!fields.has(name)) fields.set(name, value)
    }
    name = null
    text = ''
    base64 = null
  }
  const take = (piece: string) => {
    if (base64) return takeFile(piece)
    text += piece
    if (text.length > fieldLimit) fault = 'bad-body'
  }
  const endName = () => {
    name = (unescaped(text) ?? '').trim().toLowerCase()
    text = ''
    if (!fileFields.has(name) || hasFile) return
    hasFile = true
    base64 = base64Stream()
  }

  return {
    fields,
    get fault() {
      return fault
    },
    get hasFile() {
      return hasFile
    },
    /** Pieces of the decoded file. */
    push(bytes: Uint8Array): Buffer[] {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
      out = []
      let at = 0
      while (at < chunk.length && fault === null) {
        const isName = name === null
        const next = isName ? firstOf(chunk, at) : chunk.indexOf('&', at)
        const end = next < 0 ? chunk.length : next
        take(chunk.slice(at, end))
        at = end + 1
        if (next < 0) break
        if (isName && chunk[next] === '=') endName()
        else endPair()
      }
      return out
    },
    end(): Buffer[] {
      out = []
      if (fault === null && (name !== null || text !== '')) endPair()
      return out
    },
  }
}

function firstOf(chunk: string, at: number): number {
  const equals = chunk.indexOf('=', at)
  const and = chunk.indexOf('&', at)
  return equals < 0 ? and : and < 0 ? equals : Math.min(equals, and)
}

/** Percent escapes of UTF-8; bytes sent bare are UTF-8 too. */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(
      Buffer.from(text.replace(/\+/g, ' '), 'latin1')
        .toString('utf8')
        .replace(/%(?![0-9A-Fa-f]{2})/g, '%25'),
    )
  } catch {
    return null
  }
}
