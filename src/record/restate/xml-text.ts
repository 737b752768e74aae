const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
const special = /[&<>]/g
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text of an element: escaped, and without what XML 1.0 cannot hold (section 2.2). */
export const escapeXml = (text: string): string =>
  text
    .replace(forbidden, '')
    .replace(loneSurrogates, '')
    .replace(special, (each) => entities[each]!)

/** Writes elements one after the other, each on its own line when indented. */
export class XmlWriter {
  private readonly pieces: string[]
  private depth = 0
  private readonly indent: boolean

  constructor(indent: boolean) {
    this.indent = indent
    this.pieces = ['<?xml version="1.0" encoding="utf-8"?>']
  }

  private line(text: string): void {
    this.pieces.push(this.indent ? `\n${' '.repeat(this.depth)}${text}` : text)
  }

  leaf(name: string, text: string): void {
    this.line(`<${name}>${escapeXml(text)}</${name}>`)
  }

  within(name: string, inside: () => void, attributes = ''): void {
    this.line(`<${name}${attributes}>`)
    this.depth += 1
    inside()
    this.depth -= 1
    this.line(`</${name}>`)
  }

  finish(): string {
    return this.pieces.join('')
  }
}
