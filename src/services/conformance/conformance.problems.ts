/** Why a change to the product's own definitions is refused. Not `forbidden`: an import sets such a line aside and goes on. */
export const conformanceProblems = {
  ownDefinition: (what: string) => ({
    code: 'CONFORMANCE_OWN_DEFINITION',
    kind: 'conflict' as const,
    status: 403,
    issue: 'forbidden',
    message: `${what} là định nghĩa của chính hệ thống: chỉ đọc, không sửa, không xóa. Hãy tạo định nghĩa riêng với id và url khác.`,
  }),
} as const
