import type { Result } from '#foundation/result'
import type { SentMessage } from '#vocabulary/messages'
import type { Draft } from './draft.types.ts'
import { standardiseBundle } from './fhir-bundle/index.ts'
import { standardiseHl7 } from './hl7-v2/index.ts'
import { standardiseMedicalRecord } from './ho-so-benh-an/index.ts'
import { standardise } from './standardise.ts'

/** Says a message of any format in FHIR. Pure: no clock, no ids of its own, the same message gives the same draft. */
export function standardiseMessage(message: SentMessage): Result<Draft> {
  switch (message.kind) {
    case 'hl7-v2':
      return standardiseHl7(message)
    case 'ho-so-benh-an':
      return standardiseMedicalRecord(message)
    case 'fhir-bundle':
      return standardiseBundle(message)
    default:
      return standardise(message)
  }
}
