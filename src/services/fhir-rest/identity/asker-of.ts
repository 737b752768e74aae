import type { Asker } from '#gate/identity'
import type { Caller } from '../call.types.ts'

/** Who asks the index through the FHIR core. Until sign-in exists that is this machine, for no facility. */
export const askerOf = ({ actor, purpose }: Pick<Caller, 'actor' | 'purpose'>): Asker => ({
  actor,
  purpose,
  facility: null,
  door: 'fhir',
})
