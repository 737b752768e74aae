import type { FhirProblem } from '../fhir-problem.ts'

/** Failures of $match, $ihe-pix and of Persons. `diagnostics` are IHE's own words (PIXm 3.0.4, 3.83.4.2.2). */
export const identityFhirProblems = {
  whichPatient: {
    code: 'FHIR_MATCH_PATIENT',
    kind: 'incorrect',
    issue: 'required',
    message: '$match cần đúng một Patient, ở tham số “resource” hoặc là cả nội dung gửi lên.',
  },
  whichIdentifier: {
    code: 'FHIR_PIX_SOURCE',
    kind: 'incorrect',
    issue: 'required',
    message: '$ihe-pix cần đúng một “sourceIdentifier” dạng hệ|số.',
  },
  unknownSystem: {
    code: 'FHIR_PIX_UNKNOWN_SYSTEM',
    kind: 'incorrect',
    issue: 'code-invalid',
    message: 'Không biết hệ số định danh ở “sourceIdentifier”.',
    diagnostics: 'sourceIdentifier Assigning Authority not found',
  },
  unknownNumber: {
    code: 'FHIR_PIX_UNKNOWN_NUMBER',
    kind: 'not-found',
    message: 'Không có người bệnh nào mang số ở “sourceIdentifier”.',
    diagnostics: 'sourceIdentifier Patient Identifier not found',
  },
  unknownTarget: {
    code: 'FHIR_PIX_UNKNOWN_TARGET',
    kind: 'forbidden',
    issue: 'code-invalid',
    message: 'Không biết một trong các hệ số định danh ở “targetSystem”.',
    diagnostics: 'targetSystem not found',
  },
  personOfIndex: {
    code: 'FHIR_PERSON_OF_INDEX',
    kind: 'conflict',
    message:
      'Person này do chỉ mục định danh lập ra, không sửa bằng FHIR. Việc nối, tách làm ở Rà soát trùng.',
  },
} as const satisfies Record<string, FhirProblem>
