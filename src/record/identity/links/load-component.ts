import { type Tx, transient } from '#foundation/db'
import {
  type DecisionRow,
  type Evidence,
  findMembers,
  lockPersonsAround,
  type Member,
} from './component.queries.ts'
import type { LinkContext } from './link-context.ts'
import type { EdgeRow, RecordRow } from './links.types.ts'
import { findCrowded } from './records.queries.ts'

/** Records that hang together, with every record of their persons and everything that is known between them, locked. */
export interface Component {
  readonly records: ReadonlyMap<string, RecordRow>
  readonly edges: readonly EdgeRow[]
  readonly decisions: readonly DecisionRow[]
  readonly held: Evidence['held']
  /** Hashes of sure values that too many share. */
  readonly crowded: ReadonlySet<string>
  /** Records whose neighbours are all here; those of the others were fetched to show what waits between them. */
  readonly core: ReadonlySet<string>
  /** There is more than may be loaded: what is here is not all. */
  readonly isCrowd: boolean
}

const noComponent: Component = {
  records: new Map(),
  edges: [],
  decisions: [],
  held: [],
  crowded: new Set(),
  core: new Set(),
  isCrowd: false,
}

/** How often a component may grow under our eyes before the whole transaction is tried again. */
const looksAtMost = 6

/**
 * Reads what hangs together with some records. First the persons are locked, then everything is read anew, and if that leads to
 * somebody who is not locked, again: so nothing it holds can change before the transaction ends. Around the core, one step
 * along edges for review, stand those it may have to be compared with.
 */
export async function loadComponent(
  tx: Tx,
  seeds: readonly string[],
  context: LinkContext,
  limit = context.limits.componentRecords,
): Promise<Component> {
  if (seeds.length === 0) return noComponent
  const core = await loadAround(tx, seeds, context, limit)
  const beside = core.isCrowd ? [] : neighbours(core, (edge) => edge.outcome === 'review')
  if (beside.length === 0) return core
  const whole = await loadAround(tx, [...core.records.keys(), ...beside], context, 2 * limit)
  return whole.isCrowd ? core : { ...whole, core: core.core }
}

async function loadAround(
  tx: Tx,
  seeds: readonly string[],
  context: LinkContext,
  limit: number,
): Promise<Component> {
  let wanted = seeds
  for (let look = 0; look < looksAtMost; look += 1) {
    const locked = await lockPersonsAround(tx, wanted, context.modelNumber, limit + 1)
    const persons = new Set(locked.map((each) => each.person_id))
    const rows = await findMembers(tx, [...persons], wanted, context.modelNumber)
    const records = new Map(rows.map((row): [string, RecordRow] => [row.record, plain(row)]))
    const component: Component = {
      records,
      edges: onceEach(
        rows.flatMap((row) => row.edges ?? []),
        (edge) => `${edge.a}|${edge.b}`,
      ),
      decisions: onceEach(
        rows.flatMap((row) => row.decisions ?? []),
        (each) => each.decision_id,
      ),
      held: rows.flatMap((row) => row.held ?? []),
      crowded: await crowdedOf(tx, rows),
      core: new Set(records.keys()),
      isCrowd: records.size > limit,
    }
    if (component.isCrowd) return component
    const strangers = rows.filter((row) => !persons.has(row.person_id)).map((row) => row.record)
    const joined = neighbours(component, (edge) => edge.outcome === 'auto')
    if (strangers.length === 0 && joined.length === 0) return component
    wanted = [...new Set([...wanted, ...strangers, ...joined])]
  }
  throw transient('links: a component kept growing while it was read')
}

const plain = ({ edges: _, decisions: __, held: ___, ...row }: Member): RecordRow => row

async function crowdedOf(tx: Tx, rows: readonly RecordRow[]): Promise<Set<string>> {
  const sure = new Set(rows.flatMap((row) => row.sure))
  return new Set(sure.size > 0 ? await findCrowded(tx, [...sure]) : [])
}

/** Records outside, to which an edge or a `same` decision leads. */
function neighbours(component: Component, leads: (edge: EdgeRow) => boolean): string[] {
  const pairs = [
    ...component.edges.filter(leads),
    ...component.decisions.filter((each) => each.says === 'same'),
  ]
  return [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].filter((record) => !component.records.has(record))
}

const onceEach = <T>(list: readonly T[], name: (each: T) => string): T[] => [
  ...new Map(list.map((each) => [name(each), each])).values(),
]
