export interface Part {
  readonly text: string
  readonly differs: boolean
}

const hidden = '•'
const hiddenDifference = '×'
/** More digits than these apart are simply two numbers: showing them would tell the number and help nobody to decide. */
const shownAtMost = 4

/** A number beside another, as much of it as the comparison needs: what is equal as dots, what differs as it is. */
export function maskBeside(value: string, other: string): Part[] {
  const places = differingPlaces(value, other)
  const isShown = places.size <= shownAtMost
  return joined(
    [...value].map((letter, at) => {
      const differs = places.has(at)
      return { text: differs ? (isShown ? letter : hiddenDifference) : hidden, differs }
    }),
  )
}

/** A number with nothing to compare it with: that it is there, and how long it is. */
export const maskAlone = (value: string): Part[] => [
  { text: hidden.repeat([...value].length), differs: false },
]

/** How many places of the longer one differ. */
export const differences = (a: string, b: string): number =>
  Math.max(differingPlaces(a, b).size, differingPlaces(b, a).size)

/** Place by place where the lengths agree; else what stands between the common beginning and the common end. */
function differingPlaces(value: string, other: string): Set<number> {
  const [a, b] = [[...value], [...other]]
  if (a.length === b.length) return new Set(a.flatMap((letter, at) => (letter === b[at] ? [] : [at])))
  const shorter = Math.min(a.length, b.length)
  let begin = 0
  while (begin < shorter && a[begin] === b[begin]) begin += 1
  let end = 0
  while (end < shorter - begin && a.at(-1 - end) === b.at(-1 - end)) end += 1
  return new Set(a.flatMap((_, at) => (at >= begin && at < a.length - end ? [at] : [])))
}

/** Neighbours that are marked alike, as one. */
export function joined(parts: readonly Part[]): Part[] {
  const list: Part[] = []
  for (const part of parts) {
    const last = list.at(-1)
    if (last && last.differs === part.differs)
      list[list.length - 1] = { text: last.text + part.text, differs: part.differs }
    else list.push(part)
  }
  return list
}
