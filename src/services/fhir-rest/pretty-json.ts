/** Indents compact JSON text without reading its values: digits and escapes stay as they are. */
export function prettyJson(text: string): string {
  const out: string[] = []
  let indent = ''
  let from = 0
  const upTo = (end: number, extra: string) => {
    out.push(text.slice(from, end), extra)
    from = end
  }
  for (let i = 0; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case 0x22:
        i = endOfString(text, i)
        break
      case 0x7b:
      case 0x5b:
        indent += '  '
        upTo(i + 1, `\n${indent}`)
        break
      case 0x7d:
      case 0x5d:
        indent = indent.slice(2)
        upTo(i, `\n${indent}`)
        break
      case 0x2c:
        upTo(i + 1, `\n${indent}`)
        break
      case 0x3a:
        upTo(i + 1, ' ')
    }
  }
  out.push(text.slice(from), '\n')
  return out.join('')
}

function endOfString(text: string, start: number): number {
  let end = start + 1
  for (let c = text.charCodeAt(end); c !== 0x22 && end < text.length; c = text.charCodeAt(++end))
    if (c === 0x5c) end += 1
  return end
}
