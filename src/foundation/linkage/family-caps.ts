/** Which of the caps each comparison falls under (-1: none), and their bits. */
export interface FamilyCaps {
  readonly capOf: Int32Array
  readonly bits: Float64Array
}

/** Comparisons of one family say the same thing in other words: together they never say more than its cap. */
export function familyCapsOf(
  comparisons: readonly { readonly family: string }[],
  caps: Readonly<Record<string, number>> = {},
): FamilyCaps {
  const families = Object.keys(caps).sort()
  return {
    capOf: Int32Array.from(comparisons, ({ family }) => families.indexOf(family)),
    bits: Float64Array.from(families, (family) => caps[family]!),
  }
}
