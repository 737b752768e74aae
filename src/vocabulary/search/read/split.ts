/**
 * FHIR R4 3.1.1.4.0.1: `,` `|` `$` and `\` of a value are written with `\` before them. Parts keep their escapes, so that
 * they can be split again at the next sign.
 */
export function splitAt(text: string, sign: string): string[] {
  if (!text.includes(sign)) return [text]
  const parts: string[] = []
  let from = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === sign) {
      parts.push(text.slice(from, i))
      from = i + 1
    }
  }
  parts.push(text.slice(from))
  return parts
}

/** Takes the escapes away; a `\` before any other letter is itself. */
export function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\\,|$])/g, '$1') : text
}
