export type BindingStrength = 'required' | 'extensible' | 'preferred' | 'example'

export interface Constraint {
  /** `pat-1` */
  readonly key: string
  readonly severity: 'error' | 'warning'
  readonly human: string
  /** FHIRPath; empty when the specification gives none. */
  readonly expression: string
}

export interface ElementType {
  /** `string`, `CodeableConcept`, `Reference`, or a backbone of its own: `Observation.component`. */
  readonly code: string
  /** Of references and canonicals: resource types; empty means any. */
  readonly targets: readonly string[]
}

export interface ElementDef {
  /** Without `[x]`: `value`. */
  readonly name: string
  /** `Observation.value[x]` */
  readonly path: string
  readonly min: number
  /** `Infinity` for `*`. */
  readonly max: number
  readonly isChoice: boolean
  readonly types: readonly ElementType[]
  readonly isSummary: boolean
  readonly isModifier: boolean
  readonly binding: { readonly strength: BindingStrength; readonly valueSet: string } | null
  readonly constraints: readonly Constraint[]
}

export interface TypeDef {
  readonly name: string
  readonly kind: 'resource' | 'complex' | 'primitive' | 'backbone'
  readonly isAbstract: boolean
  readonly base: string | null
  /** By name without `[x]`, inherited first, in the order of the specification (which is also the order of XML). */
  readonly elements: ReadonlyMap<string, ElementDef>
  /** Inherited first. */
  readonly constraints: readonly Constraint[]
  /** Of primitives: the lexical rule, to match the whole text. */
  readonly regex: string | null
}
