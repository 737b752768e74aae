import type { IdentityGate } from '#gate/identity'
import type { OperationRoute } from '../call.types.ts'
import { answerCrossReferences } from './cross-references.ts'
import { answerMatch } from './match.ts'

/** $match and $ihe-pix, asked of the identity index. */
export const identityOperations = (identity: IdentityGate): readonly OperationRoute[] => [
  {
    name: 'match',
    definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match',
    documentation:
      'IHE PDQm ITI-119. Cần họ tên và ngày sinh, hoặc một số định danh. Kết quả “possible” không kèm thông tin hành chính.',
    levels: ['type'],
    types: ['Patient'],
    methods: ['POST'],
    handle: (call) => answerMatch(identity, call),
  },
  {
    name: 'ihe-pix',
    definition: 'https://profiles.ihe.net/ITI/PIXm/OperationDefinition/IHE.PIXm.pix',
    documentation: 'IHE PIXm ITI-83. targetSystem lặp lại được; không có thì trả mọi hệ.',
    levels: ['type'],
    types: ['Patient'],
    methods: ['GET', 'POST'],
    handle: (call) => answerCrossReferences(identity, call),
  },
]
