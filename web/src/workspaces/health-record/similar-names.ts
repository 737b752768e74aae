/** `Nguyễn Thị Hoà` → `nguyen thi hoa`: what two clerks would both type. */
export const plainName = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()

/** Alike without tone marks, or alike but for a missing middle name. */
export function isSimilarName(one: string, other: string): boolean {
  const a = plainName(one).split(' ')
  const b = plainName(other).split(' ')
  if (a.join(' ') === b.join(' ')) return true
  if (a.at(0) !== b.at(0) || a.at(-1) !== b.at(-1)) return false
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 2 && short.length < long.length && short.every((word) => long.includes(word))
}
