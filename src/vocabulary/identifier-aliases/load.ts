import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '#foundation/project'

/**
 * What an identifier names. `personal` is a citizen number or an old identity card, `insurance` a card or the BHXH number
 * in it: guides give both one system, and only the digits tell them apart.
 */
const meaning = z.enum([
  'personal',
  'passport',
  'insurance',
  'insuranceNumber',
  'facility',
  'licence',
  'localPatient',
  'visit',
])
export type Meaning = z.infer<typeof meaning>

const table = z.object({
  guides: z.record(z.string(), z.object({ title: z.string(), url: z.string(), status: z.string() })),
  identifiers: z.array(
    z.object({ system: z.string(), means: meaning, guide: z.string(), source: z.string() }),
  ),
  types: z.array(z.object({ system: z.string(), code: z.string(), means: meaning, guide: z.string() })),
  codeSystems: z.array(z.object({ system: z.string(), ours: z.string(), guide: z.string() })),
})
export type AliasTable = z.infer<typeof table>

let loaded: AliasTable | null = null

/** The table as it lies in `data/aliases.json`: every foreign system, what it means, and which guide says so. */
export function aliasTable(): AliasTable {
  loaded ??= table.parse(
    JSON.parse(
      readFileSync(join(projectRoot(), 'src/vocabulary/identifier-aliases/data/aliases.json'), 'utf8'),
    ),
  )
  return loaded
}
