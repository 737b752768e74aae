import { ok, type Problem, type Result } from '#foundation/result'
import { readZip } from '#foundation/zip'
import { catalogueProblems } from '../catalogues.problems.ts'
import { importLimits } from './import.types.ts'

/**
 * Unpacks a workbook to nowhere and counts, before the reader may open it: a zip's directory can lie about sizes, and a
 * workbook of 400 kB can hold 4 GB of zeros.
 */
export const checkZip = (bytes: Buffer): Promise<Result<void, Problem>> =>
  readZip<Problem>(
    bytes,
    {
      maxFiles: importLimits.zipEntries,
      maxBytes: importLimits.unpackedBytes,
      problems: {
        damaged: catalogueProblems.unreadable,
        tooManyFiles: catalogueProblems.unreadable,
        tooLarge: catalogueProblems.tooLarge(importLimits.unpackedBytes / 1_048_576),
      },
    },
    async (_name, content) => {
      for await (const _piece of content);
      return ok(undefined)
    },
  )
