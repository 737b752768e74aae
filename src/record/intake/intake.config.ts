import { z } from 'zod'
import { defineConfig } from '#foundation/config'

export const intakeConfig = defineConfig(
  'intake',
  z.object({
    MACH_INTAKE_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(1_000)
      .max(2_147_483_647)
      .default(1_073_741_824)
      .describe('Largest file taken in, in bytes, counted after unpacking.'),
    MACH_INTAKE_MAX_ZIP_ENTRIES: z.coerce
      .number()
      .int()
      .min(1)
      .default(10_000)
      .describe('Most files taken from one zip.'),
  }),
)

export interface IntakeLimits {
  readonly maxBytes: number
  readonly maxZipEntries: number
}
