import { z } from 'zod'
import { defineConfig } from '#foundation/config'

export const sandboxConfig = defineConfig(
  'sandbox',
  z.object({
    MACH_SANDBOX_KEEP_DAYS: z.coerce
      .number()
      .int()
      .min(1)
      .max(3_650)
      .default(90)
      .describe('Days after its last message that a sandbox stays, unless its facility went live with it.'),
    MACH_SANDBOX_MAX_MESSAGES: z.coerce
      .number()
      .int()
      .min(10)
      .max(20_000)
      .default(5_000)
      .describe('Most messages one sandbox takes.'),
    MACH_SANDBOX_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(10_000)
      .max(1_073_741_824)
      .default(52_428_800)
      .describe('Largest file a sandbox takes, in bytes.'),
  }),
)

export interface SandboxLimits {
  readonly keepDays: number
  readonly maxMessages: number
  readonly maxBytes: number
}
