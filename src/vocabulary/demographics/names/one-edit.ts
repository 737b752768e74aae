const lost = 63 // '?', a letter that an encoding ate

const sameLetter = (a: number, b: number): boolean => a === b || a === lost || b === lost

/** Equal letter by letter, a lost letter being any. */
export function equalButLost(a: string, b: string): boolean {
  return a.length === b.length && equalFrom(a, 0, b, 0)
}

function equalFrom(a: string, atA: number, b: string, atB: number): boolean {
  for (let step = 0; atA + step < a.length; step++)
    if (!sameLetter(a.charCodeAt(atA + step), b.charCodeAt(atB + step))) return false
  return true
}

/** Whether one letter put in, left out, replaced, or two neighbours exchanged make one word of the other. One walk, no table. */
export function isOneEdit(a: string, b: string): boolean {
  const short = a.length <= b.length ? a : b
  const long = short === a ? b : a
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && sameLetter(short.charCodeAt(at), long.charCodeAt(at))) at += 1
  if (short.length < long.length) return equalFrom(short, at, long, at + 1)
  if (at === short.length) return true
  if (equalFrom(short, at + 1, long, at + 1)) return true
  return (
    at + 1 < short.length &&
    short.charCodeAt(at) === long.charCodeAt(at + 1) &&
    short.charCodeAt(at + 1) === long.charCodeAt(at) &&
    equalFrom(short, at + 2, long, at + 2)
  )
}
