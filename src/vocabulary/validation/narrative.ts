import { attributeFault, entityFault, namespace } from './narrative-attributes.ts'
import { allowedElements } from './narrative-words.ts'

const deepest = 200

/**
 * The XHTML of a narrative, scanned once from left to right without a tree: well-formed, one `div`, only elements and
 * attributes that FHIR allows, nothing that runs (R4 narrative 2.8.0.1, txt-1 and txt-2). Returns what is wrong, or null.
 */
export function narrativeFault(xhtml: string): string | null {
  const scan = new Scan(xhtml)
  return scan.fault()
}

const nameEnd = /[\s/>=]/g
const isSpace = (sign: number): boolean => sign === 32 || sign === 10 || sign === 13 || sign === 9

class Scan {
  private readonly text: string
  private readonly open: string[] = []
  private at = 0
  private hasContent = false
  private isClosed = false

  constructor(text: string) {
    this.text = text
  }

  fault(): string | null {
    const { text } = this
    while (this.at < text.length) {
      const next = text.indexOf('<', this.at)
      const words = this.words(next < 0 ? text.length : next)
      if (words) return words
      if (next < 0) break
      const mark = this.mark()
      if (mark) return mark
    }
    if (!this.isClosed) return 'Phần trình bày phải là một thẻ div đóng mở đầy đủ.'
    return this.hasContent ? null : 'Phần trình bày phải có chữ hoặc hình (txt-2).'
  }

  /** Text between marks: outside the div only white space; `&` only as an entity. */
  private words(end: number): string | null {
    const { text, open } = this
    for (let at = this.at; at < end; at++) {
      const sign = text.charCodeAt(at)
      if (isSpace(sign)) continue
      if (open.length === 0) return 'Ngoài thẻ div không được có chữ.'
      this.hasContent = true
      if (sign === 38) {
        const fault = entityFault(text, at)
        if (fault) return fault
      } else if (sign < 32) return 'Phần trình bày có ký tự điều khiển.'
    }
    this.at = end
    return null
  }

  private mark(): string | null {
    const { text, at } = this
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('--', at + 4)
      if (end < 0 || text[end + 2] !== '>') return 'Ghi chú XML (<!-- -->) không đóng đúng.'
      this.at = end + 3
      return null
    }
    const after = text.charCodeAt(at + 1)
    if (after === 33 || after === 63) return 'Phần trình bày không được có DOCTYPE, CDATA hay lệnh XML.'
    return after === 47 ? this.closing() : this.opening()
  }

  private closing(): string | null {
    const end = this.text.indexOf('>', this.at)
    const name = end < 0 ? '' : this.text.slice(this.at + 2, end).trimEnd()
    if (name === '' || this.open.pop() !== name) return 'Các thẻ XHTML đóng mở không khớp nhau.'
    if (this.open.length === 0) this.isClosed = true
    this.at = end + 1
    return null
  }

  private opening(): string | null {
    const { text, open } = this
    nameEnd.lastIndex = this.at + 1
    const end = nameEnd.exec(text)?.index ?? text.length
    const name = text.slice(this.at + 1, end)
    if (open.length === 0 && (name !== 'div' || this.isClosed))
      return 'Phần trình bày phải là đúng một thẻ div.'
    if (!allowedElements.has(name)) return `Thẻ <${name.slice(0, 20)}> không được phép trong phần trình bày.`
    this.at = end
    const attributes = this.attributes(name)
    if (attributes) return attributes
    if (name === 'img') this.hasContent = true
    if (text.charCodeAt(this.at) === 47) {
      if (text.charCodeAt(this.at + 1) !== 62) return 'Các thẻ XHTML đóng mở không khớp nhau.'
      this.at += 2
      if (open.length === 0) this.isClosed = true
      return null
    }
    this.at += 1
    open.push(name)
    return open.length > deepest ? 'Các thẻ XHTML lồng nhau quá sâu.' : null
  }

  /** Leaves `at` on `>` or `/`. */
  private attributes(element: string): string | null {
    const { text } = this
    const seen = new Set<string>()
    for (;;) {
      const before = this.at
      while (isSpace(text.charCodeAt(this.at))) this.at += 1
      const sign = text.charCodeAt(this.at)
      if (sign === 62 || sign === 47) return this.rootFault(seen)
      if (Number.isNaN(sign) || this.at === before) return 'Thẻ XHTML viết dở.'
      nameEnd.lastIndex = this.at
      const end = nameEnd.exec(text)?.index ?? text.length
      const name = text.slice(this.at, end)
      let start = end
      while (isSpace(text.charCodeAt(start))) start += 1
      if (text.charCodeAt(start) !== 61) return 'Thuộc tính XHTML phải có giá trị trong dấu nháy.'
      start += 1
      while (isSpace(text.charCodeAt(start))) start += 1
      const quote = text[start]
      const close = quote === '"' || quote === "'" ? text.indexOf(quote, start + 1) : -1
      if (close < 0) return 'Thuộc tính XHTML phải có giá trị trong dấu nháy.'
      if (seen.has(name)) return 'Một thuộc tính XHTML lặp lại trong cùng thẻ.'
      seen.add(name)
      const fault = attributeFault(element, name, text.slice(start + 1, close))
      if (fault) return fault
      this.at = close + 1
    }
  }

  private rootFault(seen: ReadonlySet<string>): string | null {
    return this.open.length > 0 || seen.has('xmlns')
      ? null
      : `Thẻ div ngoài cùng phải có xmlns="${namespace}".`
  }
}
