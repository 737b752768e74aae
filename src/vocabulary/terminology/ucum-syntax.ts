/**
 * Is the text written as a UCUM unit (UCUM 2.1, paragraphs 1–12)? `mg/dL`, `10*9/L`, `m[IU]/L`, `{score}`, `kg.m/s2`.
 * Form only: whether `xyz` is a unit is not asked, so nothing right is refused.
 */
export function isUcum(code: string): boolean {
  if (code.length === 0 || code.length > 200) return false
  let depth = 0
  let at = code[0] === '/' ? 1 : 0
  for (;;) {
    while (code[at] === '(') {
      depth += 1
      at += 1
    }
    const next = component(code, at)
    if (next < 0) return false
    at = next
    while (code[at] === ')' && depth > 0) {
      depth -= 1
      at = annotation(code, exponent(code, at + 1))
      if (at < 0) return false
    }
    if (at === code.length) return depth === 0
    if (code[at] !== '.' && code[at] !== '/') return false
    at += 1
  }
}

/** A unit with its exponent and annotation, a whole number, or an annotation alone; where it ends, or -1. */
function component(code: string, start: number): number {
  let at = start
  if (code.startsWith('10*', at) || code.startsWith('10^', at)) at = exponent(code, at + 3)
  else if (isDigit(code, at)) while (isDigit(code, at)) at += 1
  else {
    at = symbol(code, at)
    if (at < 0) return -1
    if (at > start) at = exponent(code, at)
  }
  const end = annotation(code, at)
  return end > start ? end : -1
}

/** Letters and marks of a unit; digits only inside square brackets (`[in_i'H2O]`, `m[H2O]`) or before the last letter. */
function symbol(code: string, start: number): number {
  let at = start
  for (;;) {
    if (code[at] === '[') {
      const close = code.indexOf(']', at)
      if (close < 0) return -1
      for (let inside = at + 1; inside < close; inside++) if (!isMark(code, inside)) return -1
      at = close + 1
    } else if (isLetter(code, at)) at += 1
    else return at
  }
}

function exponent(code: string, start: number): number {
  const signed = code[start] === '+' || code[start] === '-'
  let at = signed ? start + 1 : start
  if (!isDigit(code, at)) return start
  while (isDigit(code, at)) at += 1
  return at
}

function annotation(code: string, start: number): number {
  if (start < 0 || code[start] !== '{') return start
  for (let at = start + 1; at < code.length; at++) {
    if (code[at] === '}') return at + 1
    // HL7's common units have annotations with spaces, which UCUM itself does not allow.
    if (code[at] === '{' || (code[at] !== ' ' && !isMark(code, at))) return -1
  }
  return -1
}

const isDigit = (code: string, at: number) => {
  const char = code.charCodeAt(at)
  return char >= 48 && char <= 57
}

/** Printable ASCII. */
const isMark = (code: string, at: number) => {
  const char = code.charCodeAt(at)
  return char > 32 && char < 127
}

const isLetter = (code: string, at: number) => {
  const char = code.charCodeAt(at) | 32
  return (
    (char >= 97 && char <= 122) ||
    code[at] === '%' ||
    code[at] === "'" ||
    code[at] === '"' ||
    code[at] === '_'
  )
}
