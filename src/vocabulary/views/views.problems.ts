import type { Problem } from '#foundation/result'

export const viewProblems = {
  definition: (path: string, detail: string): Problem => ({
    code: 'VIEW_DEFINITION',
    kind: 'incorrect',
    message: `ViewDefinition sai ở ${path || 'gốc'}: ${detail}.`,
  }),
  data: (detail: string): Problem => ({
    code: 'VIEW_DATA',
    kind: 'incorrect',
    message: `ViewDefinition không khớp dữ liệu: ${detail}.`,
  }),
}
