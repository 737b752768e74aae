/** Words that every address has; `to 5` and `so 12` are told apart by their numbers. */
const common = new Set(
  'so nha sn duong d pho thon ap to dan cum khu kp tdp ngo ngach hem kiet xom ban lang doi va tai o'.split(
    ' ',
  ),
)

const MOST_WORDS = 8

const none: readonly number[] = []

/** Hashes of the words before the administrative units, ascending and each once: house number, street, hamlet. */
export function streetOf(folded: readonly string[], end: number): readonly number[] {
  if (end === 0) return none
  const hashes: number[] = []
  for (let i = 0; i < end && hashes.length < MOST_WORDS; i++) {
    const word = folded[i]!
    if (common.has(word)) continue
    const hash = hashOf(word)
    if (!hashes.includes(hash)) hashes.push(hash)
  }
  return hashes.length === 0 ? none : hashes.sort((a, b) => a - b)
}

/** FNV-1a in 31 bits: a small integer, the same in every process, so it can be stored. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return (hash >>> 1) & 0x3fffffff
}
