import { z } from 'zod'
import { defineConfig } from '#foundation/config'

export const bulkDataConfig = defineConfig(
  'bulk-data',
  z.object({
    MACH_BULK_DIR: z
      .string()
      .min(1)
      .optional()
      .describe('Folder for the files of bulk exports and imports; left out: `bulk` within MACH_DATA_DIR.'),
    MACH_BULK_IMPORT_DIR: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Folder whose NDJSON files $import may name; left out: only what is sent with the request is imported.',
      ),
    MACH_BULK_KEEP_HOURS: z.coerce
      .number()
      .min(0.01)
      .max(8_760)
      .default(24)
      .describe('Hours that the files of a finished export or import stay.'),
    MACH_BULK_IMPORT_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(1_000)
      .default(53_687_091_200)
      .describe('Largest body of one $import, in bytes as sent.'),
  }),
)
