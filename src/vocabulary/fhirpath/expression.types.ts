/** A qualified type: `FHIR.Patient`, `System.String`, or without a namespace. */
export interface TypeName {
  readonly namespace: string | null
  readonly name: string
}

export type BinaryOperator =
  | '*'
  | '/'
  | 'div'
  | 'mod'
  | '+'
  | '-'
  | '&'
  | '|'
  | '<'
  | '<='
  | '>'
  | '>='
  | '='
  | '~'
  | '!='
  | '!~'
  | 'in'
  | 'contains'
  | 'and'
  | 'or'
  | 'xor'
  | 'implies'

export type LiteralType = 'Boolean' | 'String' | 'Integer' | 'Decimal' | 'Date' | 'DateTime' | 'Time'

/** A FHIRPath expression as a tree of plain objects. `of: null` is the context (`$this`). */
export type Expression =
  | { readonly kind: 'empty' }
  | { readonly kind: 'literal'; readonly type: LiteralType; readonly text: string }
  /** `text` is the number; calendar durations keep their word (`days`), others are UCUM codes. */
  | {
      readonly kind: 'quantity'
      readonly text: string
      readonly unit: string
      readonly isCalendar: boolean
    }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'this' | 'position' | 'total' }
  | { readonly kind: 'member'; readonly of: Expression | null; readonly name: string }
  | {
      readonly kind: 'call'
      readonly of: Expression | null
      readonly name: string
      readonly args: readonly Expression[]
    }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }
  | { readonly kind: 'sign'; readonly operator: '+' | '-'; readonly of: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'type'
      readonly operator: 'is' | 'as'
      readonly of: Expression
      readonly type: TypeName
    }
