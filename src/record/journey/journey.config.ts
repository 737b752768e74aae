import { z } from 'zod'
import { defineConfig } from '#foundation/config'

export const journeyConfig = defineConfig(
  'journey',
  z.object({
    MACH_JOURNEY_BATCH: z.coerce
      .number()
      .int()
      .min(1)
      .max(500)
      .default(24)
      .describe('Visits stored in one transaction. More is faster in bulk and slower to show the first.'),
    MACH_JOURNEY_LANES: z.coerce
      .number()
      .int()
      .min(1)
      .max(8)
      .default(2)
      .describe(
        'Batches on their way at the same time, so that one waits for the disk while the other computes.',
      ),
  }),
)
