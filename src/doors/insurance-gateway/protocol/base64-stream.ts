const notBase64 = /[^A-Za-z0-9+/_-]/

/**
 * Base64 as software sends it, in pieces of any size: lines broken, padding missing, the web alphabet. `push` and `end`
 * give null when the text is no base64.
 */
export function base64Stream() {
  let rest = ''
  let isPadded = false
  return {
    push(text: string): Buffer | null {
      const tidy = text.replace(/[\s\ufeff]+/g, '')
      if (tidy === '') return Buffer.alloc(0)
      const padding = tidy.indexOf('=')
      const body = padding < 0 ? tidy : tidy.slice(0, padding)
      if ((isPadded && body !== '') || (padding >= 0 && !/^=+$/.test(tidy.slice(padding)))) return null
      if (notBase64.test(body)) return null
      isPadded ||= padding >= 0
      const all = rest + body
      const whole = all.length - (all.length % 4)
      rest = all.slice(whole)
      return Buffer.from(all.slice(0, whole), 'base64')
    },
    end(): Buffer | null {
      // One character alone is six bits: no byte.
      return rest.length === 1 ? null : Buffer.from(rest, 'base64')
    },
  }
}
