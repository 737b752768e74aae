import { openTerminology } from './open-terminology.ts'
import type { Terminology } from './terminology.types.ts'

let own: Terminology | undefined

/** R4 and the catalogues, nothing stored. Opening costs nothing; what is asked for is read when it is asked for. */
export function terminology(): Terminology {
  own ??= openTerminology()
  return own
}

/** Is the code in the value set? undefined: it cannot be told. The default binding check of the validator. */
export const isMember = (valueSet: string, system: string | undefined, code: string): boolean | undefined =>
  terminology().isMember(valueSet, system, code)
