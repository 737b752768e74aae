import type { FunctionDefinition } from './compiler.types.ts'
import { conversions } from './functions/conversions.ts'
import { existence } from './functions/existence.ts'
import { fhir } from './functions/fhir.ts'
import { numbers } from './functions/numbers.ts'
import { subsets } from './functions/subsets.ts'
import { texts } from './functions/texts.ts'
import { tree } from './functions/tree.ts'
import { utility } from './functions/utility.ts'

/** Every function by its name. */
export const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries({
    ...existence,
    ...subsets,
    ...tree,
    ...texts,
    ...numbers,
    ...conversions,
    ...utility,
    ...fhir,
  }),
)
