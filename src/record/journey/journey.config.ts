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
      .default(16)
      .describe('Visits stored in one transaction. More is faster in bulk and slower to show the first.'),
    MACH_JOURNEY_THREADS: z.coerce
      .number()
      .int()
      .min(0)
      .max(32)
      .default(0)
      .describe(
        'Threads that store visits when there is much to do; one stays. 0: as many as processors. Each takes about 100 MB of memory.',
      ),
    MACH_JOURNEY_LANES: z.coerce
      .number()
      .int()
      .min(1)
      .max(8)
      .default(2)
      .describe(
        'Batches on their way at the same time in each thread, so that one waits for the disk while the other computes.',
      ),
  }),
)
