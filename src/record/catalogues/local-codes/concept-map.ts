import type { ConceptMap, ConceptMapGroupElement } from 'fhir/r4'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { catalogueNamed } from '#vocabulary/catalogues'
import type { Catalogues } from '../open-catalogues.ts'
import { vietnamDay } from '../vietnam-day.ts'
import { findMapped, type LocalCodeRow } from './local-code.queries.ts'
import type { LocalCodeKey } from './local-code.types.ts'

/** A source in a URL and an id: letters, digits and hyphens; `vendor:his mau b` becomes `vendor-his-mau-b`. */
const slug = (source: string) =>
  source
    .replace(/[^a-z0-9]+/gi, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)

/** Where a vendor's own codes of a list belong, until the vendor names a system itself. */
export const localSystem = (source: string, list: string): string =>
  `https://mach.vn/fhir/CodeSystem/local/${slug(source)}/${list}`

/**
 * What was decided for a source and a list, as a FHIR R4 ConceptMap. A code with `no-match` is an element whose target is
 * `unmatched`; codes still open or put off are not in it. A code decided under several names says for which name.
 */
export async function conceptMapOf(
  {
    db,
    clock,
    catalogues,
  }: { readonly db: Database; readonly clock: Clock; readonly catalogues: Catalogues },
  source: string,
  list: LocalCodeKey['list'],
): Promise<ConceptMap> {
  const catalogue = catalogueNamed(list)!
  const on = vietnamDay(clock.now())
  const rows = (await findMapped(db, [source])).filter((row) => row.list === list)
  const found = await catalogues.entriesOn(list, on)
  const nameOf = (code: string) => found?.entries.get(code)?.name
  const names = new Map<string, number>()
  for (const row of rows) names.set(row.code, (names.get(row.code) ?? 0) + 1)
  const elements = rows.map((row) => elementOf(row, nameOf, (names.get(row.code) ?? 0) > 1))
  const last = rows.reduce((latest, row) => Math.max(latest, row.decided_at?.getTime() ?? 0), 0)
  return {
    resourceType: 'ConceptMap',
    id: `local-${slug(source)}-${list}`.slice(0, 64),
    url: `https://mach.vn/fhir/ConceptMap/local/${slug(source)}/${list}`,
    title: `Ánh xạ mã nội bộ sang ${catalogue.title}: ${source}`,
    status: 'active',
    language: 'vi',
    ...(last > 0 ? { date: new Date(last).toISOString() } : {}),
    ...(elements.length > 0
      ? {
          group: [
            {
              source: localSystem(source, list),
              target: catalogue.system,
              ...(found ? { targetVersion: found.version.label } : {}),
              element: elements,
            },
          ],
        }
      : {}),
  }
}

function elementOf(
  row: LocalCodeRow,
  nameOf: (code: string) => string | undefined,
  ambiguous: boolean,
): ConceptMapGroupElement {
  const display = row.target ? nameOf(row.target) : undefined
  const comment = ambiguous ? { comment: `Chỉ khi tên gửi đi là: ${row.display}` } : {}
  return {
    ...(row.code === '' ? {} : { code: row.code }),
    ...(row.display === '' ? {} : { display: row.display }),
    target: [
      row.state === 'mapped' && row.target
        ? { code: row.target, ...(display ? { display } : {}), equivalence: row.equivalence!, ...comment }
        : { equivalence: 'unmatched', ...comment },
    ],
  }
}
