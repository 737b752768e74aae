import type { Problem, ProblemKind } from '#foundation/result'

const make = (code: string, kind: ProblemKind, message: string): Problem => ({ code, kind, message })

/** Why a backup is not restored. Whatever the reason: the database is as it was. */
export const backupProblems = {
  notABackup: make(
    'BACKUP_NOT_A_BACKUP',
    'incorrect',
    'Tệp này không phải bản sao lưu của Mạch. Hãy chọn đúng tệp. Cơ sở dữ liệu chưa bị thay đổi.',
  ),
  broken: (where: string) =>
    make(
      'BACKUP_BROKEN',
      'incorrect',
      `Bản sao lưu bị hỏng hoặc bị cắt cụt (${where}). Hãy dùng bản sao lưu khác. Cơ sở dữ liệu chưa bị thay đổi.`,
    ),
  newer: (program: string) =>
    make(
      'BACKUP_NEWER',
      'unsupported',
      `Bản sao lưu được tạo bởi Mạch ${program}, mới hơn chương trình này. Hãy khôi phục bằng bản Mạch đó hoặc mới hơn. ` +
        'Cơ sở dữ liệu chưa bị thay đổi.',
    ),
  otherMigrations: (names: readonly string[]) =>
    make(
      'BACKUP_OTHER_MIGRATIONS',
      'conflict',
      `Bản sao lưu dùng migration mà chương trình này không có hoặc có nội dung khác: ${names.slice(0, 5).join(', ')}. Hãy dùng ` +
        'đúng bản Mạch đã tạo bản sao lưu. Cơ sở dữ liệu chưa bị thay đổi.',
    ),
  notEmpty: (table: string) =>
    make(
      'BACKUP_DATABASE_NOT_EMPTY',
      'conflict',
      `Cơ sở dữ liệu đích đã có dữ liệu (bảng ${table}). Hãy khôi phục vào cơ sở dữ liệu trống, hoặc thêm --force để thay thế ` +
        'toàn bộ dữ liệu đang có.',
    ),
} as const
