import { z } from 'zod'
import { defineConfig, secret } from './define-config.ts'

/** What the foundation itself wants to know. Host and port belong to the server. */
export const foundationConfig = defineConfig(
  'foundation',
  z.object({
    MACH_DATA_DIR: z
      .string()
      .min(1)
      .default('./data')
      .describe('Folder for everything kept on this machine: the embedded PostgreSQL, its log, local files.'),
    MACH_DATABASE_URL: secret(
      z
        .string()
        .regex(/^postgres(ql)?:\/\/\S+$/)
        .optional()
        .meta({
          expected:
            'postgresql://người-dùng:mật-khẩu@máy:cổng/cơ-sở-dữ-liệu (a PostgreSQL connection string)',
        })
        .describe('Your own PostgreSQL (15 or later) instead of the embedded one.'),
    ),
    MACH_LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('How much is written to the log (stderr).'),
    MACH_DB_POOL: z.coerce
      .number()
      .int()
      .min(2)
      .max(100)
      .default(16)
      .describe('Connections to PostgreSQL per process. More than 16 to 20 gains nothing on two cores.'),
  }),
)

export type FoundationConfig = z.output<typeof foundationConfig.schema>
