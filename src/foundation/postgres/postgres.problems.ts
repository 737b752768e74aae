import type { Problem, ProblemKind } from '#foundation/result'

/** The embedded server cannot be started; `message` tells the operator what to do, in Vietnamese and English. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(problem.message, cause === undefined ? undefined : { cause })
    this.problem = problem
  }
}

const make = (code: string, kind: ProblemKind, message: string): Problem => ({ code, kind, message })

/** Failures of the embedded server. */
export const postgresProblems = {
  noPackage: (platform: string) =>
    make(
      'POSTGRES_NO_PACKAGE',
      'unsupported',
      `Không có PostgreSQL kèm theo cho nền tảng ${platform}. Hãy đặt biến MACH_DATABASE_URL trỏ tới một PostgreSQL 15 trở lên ` +
        `(no embedded PostgreSQL for ${platform}: set MACH_DATABASE_URL to your own server, or install without --omit=optional).`,
    ),
  otherMajor: (folder: string, found: string, ours: string) =>
    make(
      'POSTGRES_OTHER_MAJOR',
      'conflict',
      `Thư mục ${folder} thuộc PostgreSQL ${found}, chương trình này kèm PostgreSQL ${ours}. Hãy dùng bản Mạch cũ để sao lưu ` +
        '(mach backup), đổi tên thư mục này, khởi động bản mới rồi khôi phục (mach restore). Dữ liệu chưa bị đụng tới ' +
        `(data folder of PostgreSQL ${found}: back up with the old version, restore with this one).`,
    ),
  notWritable: (folder: string, why: string) =>
    make(
      'POSTGRES_FOLDER_NOT_WRITABLE',
      'unavailable',
      `Không ghi được vào thư mục dữ liệu ${folder} (${why}). Hãy cấp quyền ghi, giải phóng ổ đĩa hoặc đặt MACH_DATA_DIR sang ` +
        'thư mục khác (data folder is not writable).',
    ),
  notReachable: (folder: string) =>
    make(
      'POSTGRES_FOLDER_NOT_REACHABLE',
      'unavailable',
      `PostgreSQL không chạy được bằng quyền root, và người dùng "nobody" không vào được ${folder}. Hãy chạy Mạch bằng một người ` +
        'dùng thường, hoặc đặt MACH_DATA_DIR ngoài thư mục riêng của root (run as an ordinary user or move the folder).',
    ),
  strange: (folder: string) =>
    make(
      'POSTGRES_FOLDER_STRANGE',
      'conflict',
      `Thư mục ${folder} có dữ liệu nhưng không phải của PostgreSQL. Hãy đổi tên thư mục đó hoặc đặt MACH_DATA_DIR khác ` +
        '(the folder is not a PostgreSQL data folder).',
    ),
  busy: (folder: string) =>
    make(
      'POSTGRES_FOLDER_IN_USE',
      'busy',
      `Thư mục ${folder} đang do một tiến trình khác giữ và chưa trả lời. Hãy đợi tiến trình đó dừng rồi thử lại ` +
        '(the data folder is held by another process that does not answer).',
    ),
  failed: (log: string, last: string) =>
    make(
      'POSTGRES_START_FAILED',
      'unavailable',
      `PostgreSQL kèm theo không khởi động được: ${last || 'không rõ lý do'}. Xem thêm ${log} (embedded PostgreSQL did not start).`,
    ),
} as const
