import { z } from 'zod'
import { defineConfig } from '#foundation/config'

const loopback = /^(127(\.\d{1,3}){3}|::1|localhost)$/

export const serverConfig = defineConfig(
  'server',
  z.object({
    MACH_HOST: z
      .string()
      .regex(loopback)
      .default('127.0.0.1')
      .meta({
        expected:
          '127.0.0.1, ::1 hoặc localhost: chưa có đăng nhập nên chỉ phục vụ trên chính máy này (loopback only)',
      })
      .describe('Address to listen on. Loopback only until sign-in exists.'),
    MACH_PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65_535)
      .default(8080)
      .describe('Port to listen on; 0 takes a free one.'),
    MACH_DEMO: z
      .enum(['auto', 'off'])
      .default('auto')
      .describe(
        'auto: on the first start of an empty installation the demonstration set enters through the intake.',
      ),
  }),
)
