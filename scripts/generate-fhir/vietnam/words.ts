import type { Difference } from '../snapshot.ts'

export const ours = 'https://mach.vn/fhir/StructureDefinition/'

export const must = (id: string, more: Omit<Difference, 'id'> = {}): Difference => ({
  id,
  mustSupport: true,
  ...more,
})

/** Slices told apart by a value; others may stand beside them. */
export const sliced = (id: string, by: string, type: 'value' | 'pattern' = 'value'): Difference => ({
  id,
  slicing: { discriminator: [{ type, path: by }], rules: 'open' },
})

/** An identifier of one system, with the form of its number. */
export function numbered(
  id: string,
  short: string,
  system: string,
  rule: { key: string; human: string; expression: string; isAdvice?: true } | null,
  cardinality: Partial<Pick<Difference, 'min' | 'max'>> = {},
): Difference[] {
  const { key, human, expression, isAdvice } = rule ?? {}
  const constraint = rule
    ? [
        {
          key: key!,
          severity: isAdvice ? ('warning' as const) : ('error' as const),
          human: human!,
          expression,
        },
      ]
    : undefined
  return [
    must(id, { short, ...cardinality, ...(constraint ? { constraint } : {}) }),
    { id: `${id}.system`, min: 1, fixedUri: system },
    { id: `${id}.value`, min: 1 },
  ]
}

export const extended = (owner: string, slice: string, url: string): Difference => ({
  id: `${owner}.extension:${slice}`,
  max: '1',
  mustSupport: true,
  type: [{ code: 'Extension', profile: [url] }],
})

export const reference = (...profiles: string[]): Difference['type'] => [
  { code: 'Reference', targetProfile: profiles.map((name) => ours + name) },
]
