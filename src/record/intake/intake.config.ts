import { z } from 'zod'
import { defineConfig } from '#foundation/config'
import { type Channel, channels } from './format.types.ts'

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
    MACH_INTAKE_KEEP_MONTHS: z
      .string()
      .default('')
      .transform((text, context) => {
        const months: Partial<Record<Channel, number>> = {}
        for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
          const [name, count] = pair.split('=').map((part) => part.trim())
          const channel = channels.find((each) => each === name)
          if (!channel || !/^\d{1,4}$/.test(count ?? '')) {
            context.addIssue({ code: 'custom', message: `${pair}` })
            return z.NEVER
          }
          months[channel] = Number(count)
        }
        return months
      })
      .meta({ expected: `<kênh>=<số tháng>, cách nhau dấu phẩy; kênh: ${channels.join(', ')}` })
      .describe(
        'How many months the original bytes of a channel are kept after their month, as `mllp=3,http=24`; a channel not named keeps them for ever. What they said stays.',
      ),
  }),
)

export interface IntakeLimits {
  readonly maxBytes: number
  readonly maxZipEntries: number
}
