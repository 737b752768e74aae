import { fail, ok, type Result } from '#foundation/result'
import { besideColumn } from './compartment.ts'
import { findCompartment } from './everything.queries.ts'
import { locate, type Ref } from './locate.ts'
import { knownType, placeOf } from './place.ts'
import { type Reader, readMany, readResource } from './read.queries.ts'
import { versionOf } from './search/found.ts'
import { storeProblems } from './store.problems.ts'
import type { ResourceVersion } from './store.types.ts'

interface Options {
  readonly types?: readonly string[]
  readonly since?: Date
  readonly count: number
  readonly page?: string
}

const cursor = /^(\d{1,5})-([0-9a-f-]{36})$/

/**
 * A patient's compartment page by page in the order of type and id, and with the last page what it points at outside it:
 * practitioners, organisations, places. Text is handed on as stored; only references of the compartment are looked for.
 */
export async function readEverything(
  db: Reader,
  patientId: string,
  options: Options,
): Promise<Result<{ resources: ResourceVersion[]; next: string | null }>> {
  const patient = placeOf('Patient', patientId)
  const stored = await readResource(db, patient)
  if (!stored) return fail(storeProblems.missing(`Patient/${patientId}`))
  if (stored.deleted) return fail(storeProblems.gone(`Patient/${patientId}`))
  const match = options.page === undefined ? null : cursor.exec(options.page)
  if (options.page !== undefined && !match) return fail(storeProblems.badPage)
  const rows = await findCompartment(db, {
    patient,
    beside: besideColumn([patientId], options.types ?? null),
    types: options.types ? options.types.map(knownType) : null,
    since: options.since ?? null,
    after: match ? { type: Number(match[1]), id: match[2]! } : null,
    limit: options.count + 1,
  })
  const shown = rows.slice(0, options.count)
  const last = shown.at(-1)
  const pointedAt = await readPointedAt(db, shown, options.types)
  return ok({
    resources: [...shown, ...pointedAt].map(versionOf),
    next: rows.length > options.count && last ? `${last.type}-${last.id}` : null,
  })
}

/** Found in the text without parsing it: references are always written `"reference":"Type/id"`. */
const reference =
  /"reference":"((?:Practitioner|PractitionerRole|Organization|Location|Medication|Device|Substance|HealthcareService|Specimen)\/[A-Za-z0-9\-.]{1,64})"/g

async function readPointedAt(
  db: Reader,
  rows: readonly { content: string }[],
  types: readonly string[] | undefined,
) {
  const refs = new Map<string, Ref>()
  for (const { content } of rows) {
    for (const [, text] of content.matchAll(reference)) {
      const [type, id] = text!.split('/') as [string, string]
      if (!types || types.includes(type)) refs.set(text!, { type, id })
    }
  }
  if (refs.size === 0) return []
  const inside = new Set(rows.map((row) => (row as { id?: string }).id))
  const found = await readMany(db, [...(await locate(db, [...refs.values()])).values()])
  return found.filter((row) => !inside.has(row.id))
}
