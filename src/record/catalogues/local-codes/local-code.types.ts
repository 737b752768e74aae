import { z } from 'zod'
import { catalogueIds } from '#vocabulary/catalogues'

export const equivalences = ['equivalent', 'wider', 'narrower'] as const
/** Of the target as seen from the local code, as FHIR R4 ConceptMap says it: `wider` is a target that means more. */
export type Equivalence = (typeof equivalences)[number]

export type MappingState = 'open' | 'mapped' | 'no-match' | 'later'

/** A code seen on the road, as its sender wrote it; counted by the caller. */
export interface SeenLocalCode {
  readonly facility: string
  readonly vendor: string | null
  readonly list: string
  readonly code: string
  readonly display: string
  readonly count: number
}

/** Names one line of the queue. */
export const localCodeKey = z.object({
  source: z.string().min(1).max(200),
  list: z.enum(catalogueIds),
  code: z.string().max(200),
  nameKey: z.string().max(400),
})
export type LocalCodeKey = z.infer<typeof localCodeKey>

export const decision = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('mapped'),
    target: z.string().min(1).max(200),
    equivalence: z.enum(equivalences),
  }),
  z.object({ state: z.literal('no-match') }),
  z.object({ state: z.literal('later') }),
])
export type Decision = z.infer<typeof decision>

export interface LocalCodeLine extends LocalCodeKey {
  readonly display: string
  readonly count: number
  readonly facilities: readonly { readonly facility: string; readonly count: number }[]
  readonly lastAt: string
  readonly state: MappingState
  readonly target: {
    readonly code: string
    readonly name: string | null
    readonly equivalence: Equivalence
  } | null
  readonly decidedAt: string | null
  readonly decidedBy: string | null
}
