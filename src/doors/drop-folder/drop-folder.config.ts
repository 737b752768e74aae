import { z } from 'zod'
import { defineConfig } from '#foundation/config'

export const dropFolderConfig = defineConfig(
  'drop-folder',
  z.object({
    MACH_DROP_FOLDER: z
      .string()
      .default('')
      .describe(
        'Folder with one subfolder for each facility code, into which files are dropped to be taken in. Empty: no such door.',
      ),
    MACH_DROP_FOLDER_STILL_SECONDS: z.coerce
      .number()
      .min(0.1)
      .max(3_600)
      .default(5)
      .describe(
        'A file without a marker is whole when its size and time have not changed for so many seconds.',
      ),
    MACH_DROP_FOLDER_POLL_SECONDS: z.coerce
      .number()
      .min(0.1)
      .max(3_600)
      .default(2)
      .describe('How often folders are looked at; changes the system tells of are seen at once.'),
  }),
)
