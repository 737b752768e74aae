/** What one look at a JSON text tells before and beside `JSON.parse`. Says nothing of a text that is not JSON. */
export interface Scan {
  /** A bracket opens beyond the allowed depth: nothing after it was looked at. */
  readonly tooDeep: boolean
  /** Half a surrogate pair is escaped, or a number is beyond what a double holds. */
  readonly refused: boolean
  /** Members of all objects: fewer in what JSON.parse gives means that some were given twice. */
  readonly members: number
  /** Numbers that `String` would write otherwise; null when there are too many to keep. */
  readonly odd: readonly OddNumbers[] | null
}

/** Odd numbers of one array or object. A place is the offset of a member's key, or `-1 - index` in an array. */
export interface OddNumbers {
  /** Places that lead from the outermost value to the array or object; empty for that itself. */
  readonly path: Int32Array
  /** Place, start and end of each number, one after another. */
  readonly numbers: number[]
}

/** Deepest nesting anybody may ask for; the stacks below have room for it. */
export const deepest = 1000
/** 58 MB of decimals all ending in zero still fit; a body of `1.0,1.0,…` made to fill the memory does not. */
export const mostOddNumbers = 2_000_000

const places = new Int32Array(deepest + 2)
const containers = new Int32Array(deepest + 2)

export function scan(text: string, maxDepth: number): Scan {
  const odd: OddNumbers[] = []
  let oddCount = 0
  let oddIn = -1
  let depth = 0
  let opened = 0
  let members = 0
  let lastString = 0
  let refused = false
  // Most strings have no escape: their end is found by a search the engine does many characters at a time.
  let nextEscape = find(text, '\\', 0)
  places[0] = 0
  containers[0] = 0
  for (let i = 0, length = text.length; i < length; i++) {
    const c = text.charCodeAt(i)
    switch (c) {
      case 0x22: {
        lastString = i
        const end = text.indexOf('"', i + 1)
        if (nextEscape < i) nextEscape = find(text, '\\', i)
        if (end < nextEscape) {
          i = end < 0 ? length : end
          break
        }
        for (i = nextEscape; i < length; i++) {
          const inside = text.charCodeAt(i)
          if (inside === 0x22) break
          if (inside !== 0x5c) continue
          i += 1
          if (text.charCodeAt(i) === 0x75 && isSurrogate(text, i + 1)) {
            if (isPair(text, i + 1)) i += 6
            else refused = true
          }
        }
        break
      }
      case 0x0a: // indentation
        while (text.charCodeAt(i + 1) === 0x20) i += 1
        break
      case 0x3a: // the string before a colon is the key of what follows
        members += 1
        places[depth] = lastString
        break
      case 0x2c:
        if (places[depth]! < 0) places[depth]! -= 1
        break
      case 0x7b:
      case 0x5b:
        depth += 1
        if (depth > maxDepth) return { tooDeep: true, refused, members, odd }
        opened += 1
        containers[depth] = opened
        places[depth] = c === 0x5b ? -1 : 0
        break
      case 0x7d:
      case 0x5d:
        if (depth > 0) depth -= 1
        break
      case 0x2d:
      case 0x30:
      case 0x31:
      case 0x32:
      case 0x33:
      case 0x34:
      case 0x35:
      case 0x36:
      case 0x37:
      case 0x38:
      case 0x39: {
        const start = i
        let digits = true
        for (; i + 1 < length; i++) {
          const next = text.charCodeAt(i + 1)
          if (next >= 0x30 && next <= 0x39) continue
          if (next !== 0x2e && next !== 0x2b && next !== 0x2d && (next | 0x20) !== 0x65) break
          digits = false
        }
        // Up to 15 digits and no point: every such number is written back as it came, but for -0.
        if (digits && i - start < 15 && !(c === 0x2d && i === start + 1 && text.charCodeAt(i) === 0x30)) break
        const raw = text.slice(start, i + 1)
        const value = Number(raw)
        if (String(value) === raw) break
        if (!Number.isFinite(value)) refused = true
        oddCount += 1
        if (oddCount > mostOddNumbers) return { tooDeep: false, refused, members, odd: null }
        if (containers[depth] !== oddIn) {
          oddIn = containers[depth]!
          odd.push({ path: places.slice(1, Math.max(1, depth)), numbers: [] })
        }
        odd.at(-1)!.numbers.push(places[depth]!, start, i + 1)
        break
      }
    }
  }
  return { tooDeep: false, refused, members, odd }
}

function find(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at < 0 ? Number.POSITIVE_INFINITY : at
}

/** Are the four hexadecimal digits here those of a surrogate (D800…DFFF)? */
function isSurrogate(text: string, at: number): boolean {
  if ((text.charCodeAt(at) | 0x20) !== 0x64) return false
  const second = text.charCodeAt(at + 1) | 0x20
  return second === 0x38 || second === 0x39 || (second >= 0x61 && second <= 0x66)
}

/** Does a leading surrogate stand here, followed by a trailing one? Digits after the first two are JSON.parse's to check. */
export function isPair(text: string, at: number): boolean {
  const second = text.charCodeAt(at + 1) | 0x20
  const leads = second === 0x38 || second === 0x39 || second === 0x61 || second === 0x62
  if (!leads || text.charCodeAt(at + 4) !== 0x5c || text.charCodeAt(at + 5) !== 0x75) return false
  const other = text.charCodeAt(at + 7) | 0x20
  return (text.charCodeAt(at + 6) | 0x20) === 0x64 && other >= 0x63 && other <= 0x66
}
