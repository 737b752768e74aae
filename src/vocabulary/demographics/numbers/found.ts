import { isSeededDummy } from './dummies.ts'
import { type IdentifierFound, type IdentifierSystem, NumberFlag } from './number.types.ts'
import { packNumber } from './pack-number.ts'

/** A canonical value with its flags; whether it is a dummy is asked here, for every system alike. */
export const found = (system: IdentifierSystem, value: string, flags = 0): IdentifierFound => ({
  system,
  value,
  flags: isSeededDummy(system, value) ? flags | NumberFlag.dummy : flags,
  packed: packNumber(system, value),
})
