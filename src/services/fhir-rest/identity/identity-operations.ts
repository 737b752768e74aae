import { fail } from '#foundation/result'
import type { IdentityGate } from '#gate/identity'
import type { Answered } from '../answer.types.ts'
import type { OperationCall, OperationRoute } from '../call.types.ts'
import { answerCrossReferences } from './cross-references.ts'
import { identityFhirProblems } from './identity.problems.ts'
import { answerMatch } from './match.ts'

/** $match and $ihe-pix. Not claimed by the CapabilityStatement while no index is open; then they answer 501. */
export const identityOperations = ({ isOpen }: { readonly isOpen: boolean }): readonly OperationRoute[] => [
  {
    name: 'match',
    definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match',
    documentation:
      'IHE PDQm ITI-119. Cần họ tên và ngày sinh, hoặc một số định danh. Kết quả “possible” không kèm thông tin hành chính.',
    levels: ['type'],
    types: ['Patient'],
    methods: ['POST'],
    isHidden: !isOpen,
    handle: asked(answerMatch),
  },
  {
    name: 'ihe-pix',
    definition: 'https://profiles.ihe.net/ITI/PIXm/OperationDefinition/IHE.PIXm.pix',
    documentation: 'IHE PIXm ITI-83. targetSystem lặp lại được; không có thì trả mọi hệ.',
    levels: ['type'],
    types: ['Patient'],
    methods: ['GET', 'POST'],
    isHidden: !isOpen,
    handle: asked(answerCrossReferences),
  },
]

const asked =
  (answer: (identity: IdentityGate, call: OperationCall) => Promise<Answered>) =>
  async (call: OperationCall): Promise<Answered> => {
    const { identity } = call.caller.service
    return identity ? answer(identity, call) : fail(identityFhirProblems.notOpen)
  }
