import { paramOf, paramsOf, type SearchIndex, type SearchParam } from '#vocabulary/search'

/** The parameter whose first coding the `code` column holds; most types have it, and its name is mostly `code`. */
const mainCode: Readonly<Record<string, string>> = {
  Immunization: 'vaccine-code',
  Encounter: 'type',
  DocumentReference: 'type',
  Composition: 'type',
}
export const mainCodeOf = (type: string): string => mainCode[type] ?? 'code'

/** Beside the first code the others are found by a token of their own, so that column and token together miss none. */
export const furtherCode = (token: string): string => `+${token}`

/**
 * What an observation found stands in its row (columns `num`, `num_hi`; FHIR R4 Observation.value[x] is one at most). The pair
 * with its code is then the row's code and number together, and nothing of either is kept beside the row.
 */
const mainNumbers = { plain: 'value-quantity', pair: 'code-value-quantity' } as const
/** A value that stands in the table beside its code is not kept a second time by itself. */
const twins = { plain: 'component-value-quantity', pair: 'component-code-value-quantity' } as const

/** Does the row itself hold the values of this parameter? */
export const isMainNumber = ({ base, code }: SearchParam): boolean =>
  base === 'Observation' && (code === mainNumbers.plain || code === mainNumbers.pair)

/** Numbers of the parameters whose rows in `num` hold the values of this one: itself, or the pair with its code too. */
export function numbersOf(param: SearchParam): number[] {
  return param.base === 'Observation' && param.code === twins.plain ? numbers().twins : [param.number]
}

type Numbers = SearchIndex['numbers']

export function mainNumberOf(type: string, all: Numbers): Numbers[number] | undefined {
  if (type !== 'Observation' || all.length === 0) return undefined
  const { main } = numbers()
  return all.find(({ param }) => param === main[0])
}

/** What the table beside the row has to hold. */
export function withoutTwins(type: string, all: Numbers): Numbers {
  if (type !== 'Observation' || all.length === 0) return all
  const { main, twins: both } = numbers()
  return all.filter(({ param, lo, hi }) => {
    if (param === main[0] || param === main[1]) return false
    if (param !== both[0]) return true
    return !all.some((other) => other.param === both[1] && other.lo === lo && other.hi === hi)
  })
}

let known: { readonly main: number[]; readonly twins: number[] } | undefined
function numbers() {
  const pairOf = ({ plain, pair }: { plain: string; pair: string }) =>
    [plain, pair].map((code) => paramOf('Observation', code)!.number)
  known ??= { main: pairOf(mainNumbers), twins: pairOf(twins) }
  return known
}

/**
 * Can a resource with these parameters present have rows in `num`, `dts` or `str`? Spares the look into a version that goes.
 * @param present column of that name
 */
export function mayHaveSideRows(type: string, present: string): boolean {
  let mask = masks.get(type)
  if (mask === undefined) {
    mask = 0n
    for (const param of paramsOf(type)) if (isKeptBeside(param)) mask |= 1n << BigInt(param.bit)
    masks.set(type, mask)
  }
  return (BigInt(present) & mask) !== 0n
}

const masks = new Map<string, bigint>()

function isKeptBeside(param: SearchParam): boolean {
  if (param.bit < 0 || param.isMainDate || isMainNumber(param)) return false
  switch (param.type) {
    case 'number':
    case 'quantity':
    case 'date':
    case 'string':
    case 'special':
      return true
    case 'composite':
      return param.components[1]?.type === 'quantity'
    default:
      return false
  }
}
