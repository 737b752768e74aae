import type { Problem } from '#foundation/result'

/** Position counts characters from 1. The quoted text is the expression's own, never a person's data. */
export const fhirPathProblems = {
  syntax: (position: number, found: string): Problem => ({
    code: 'FHIRPATH_SYNTAX',
    kind: 'incorrect',
    message: `Biểu thức FHIRPath sai cú pháp ở ký tự thứ ${position}, gần “${found}”: sửa lại biểu thức.`,
  }),
  tooLong: (limit: number): Problem => ({
    code: 'FHIRPATH_TOO_LONG',
    kind: 'incorrect',
    message: `Biểu thức FHIRPath dài quá hoặc lồng quá sâu (tối đa ${limit}): chia thành biểu thức nhỏ hơn.`,
  }),
  notUnderstood: (detail: string): Problem => ({
    code: 'FHIRPATH_UNSUPPORTED',
    kind: 'incorrect',
    message: `Biểu thức FHIRPath có chỗ không dùng được: ${detail}.`,
  }),
  evaluation: (detail: string): Problem => ({
    code: 'FHIRPATH_EVALUATION',
    kind: 'incorrect',
    message: `Không tính được biểu thức FHIRPath trên dữ liệu này: ${detail}.`,
  }),
}
