import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { catalogueNamed } from '#vocabulary/catalogues'
import type { Catalogues } from '../open-catalogues.ts'
import { vietnamDay } from '../vietnam-day.ts'
import { findMapped, type LocalCodeRow, lastDecision } from './local-code.queries.ts'
import type { Equivalence } from './local-code.types.ts'
import { localSource, nameKey, tidyCode } from './local-source.ts'

export interface Translation {
  readonly system: string
  readonly code: string
  readonly display: string
  readonly equivalence: Equivalence
}

export interface Translator {
  /** Grows with every decision: what was standardised under another number may be done again. */
  readonly version: string
  /**
   * The shared code of a local one, or null: not decided, decided to have none, or the name is not the one the decision
   * was made for. Asked without a name, a code that is known under several names stays untranslated.
   */
  translate(list: string, localCode: string, display?: string): Translation | null
}

/** Hands out translators per sender; each is read once and again only after somebody decided something. */
export function openTranslators(
  {
    db,
    clock,
    catalogues,
  }: { readonly db: Database; readonly clock: Clock; readonly catalogues: Catalogues },
  freshMs = 5_000,
) {
  const known = new Map<string, { checkedAt: number; translator: Translator }>()
  return {
    async translatorOf(sender: {
      readonly vendor: string | null
      readonly facility: string
    }): Promise<Translator> {
      // What a facility decided before its vendor was known stays true for it, and goes before the vendor's.
      const sources = [
        ...new Set([localSource({ vendor: null, facility: sender.facility }), localSource(sender)]),
      ]
      const key = JSON.stringify(sources)
      const now = clock.now().getTime()
      const held = known.get(key)
      if (held && Math.abs(now - held.checkedAt) < freshMs) return held.translator
      const version = await lastDecision(db, sources)
      const translator = held?.translator.version === version ? held.translator : await read(sources, version)
      known.delete(key)
      known.set(key, { checkedAt: now, translator })
      if (known.size > 500) known.delete(known.keys().next().value!)
      return translator
    },
  }

  async function read(sources: readonly string[], version: string): Promise<Translator> {
    const rows = await findMapped(db, sources)
    const names = await namesOf(catalogues, rows, vietnamDay(clock.now()))
    const bySource = sources.map((source) => tableOf(rows.filter((row) => row.source === source)))
    return {
      version,
      translate(list, localCode, display) {
        for (const table of bySource) {
          const row = pick(table.get(`${list} ${tidyCode(localCode)}`), display)
          if (!row) continue
          if (row.state !== 'mapped' || !row.target || !row.equivalence) return null
          const system = catalogueNamed(list)?.system
          const name = names.get(`${list} ${row.target}`)
          return system && name !== undefined
            ? { system, code: row.target, display: name, equivalence: row.equivalence }
            : null
        }
        return null
      },
    }
  }
}

export type Translators = ReturnType<typeof openTranslators>

type Table = ReadonlyMap<string, readonly LocalCodeRow[]>

function tableOf(rows: readonly LocalCodeRow[]): Table {
  const table = new Map<string, LocalCodeRow[]>()
  for (const row of rows) {
    const key = `${row.list} ${row.code}`
    const same = table.get(key)
    if (same) same.push(row)
    else table.set(key, [row])
  }
  return table
}

function pick(
  rows: readonly LocalCodeRow[] | undefined,
  display: string | undefined,
): LocalCodeRow | undefined {
  if (!rows) return undefined
  if (display === undefined || display === '') return rows.length === 1 ? rows[0] : undefined
  const key = nameKey(display)
  return rows.find((row) => row.name_key === key)
}

/** Names of the targets as of today. A target that has ended since is left out: its code would say what no longer is. */
async function namesOf(catalogues: Catalogues, rows: readonly LocalCodeRow[], on: string) {
  const names = new Map<string, string>()
  for (const row of rows) {
    if (!row.target) continue
    const found = await catalogues.lookUp(row.list, row.target, on)
    if (found) names.set(`${row.list} ${row.target}`, found.entry.name)
  }
  return names
}
