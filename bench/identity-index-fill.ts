import { type Database, sql } from '#foundation/db'
import { newId, shardFor, shardOf } from '#foundation/ids'
import type { IncomingRecord, LinkContext } from '#record/identity/links'
import { foldName } from '#vocabulary/vietnam'
import { benchModel, type Stock, toRecord, writtenPeople } from './identity-index-people.ts'

const now = new Date('2026-10-01T00:00:00.000Z')
const at = now.toISOString()
const recordsInOneGo = 20_000
/** Arrivals are drawn from so many, spread over all who were filled in. */
const stockOf = 20_000

/** Fills the tables by COPY as if so many records had been admitted: humans with their records as one person each. */
export async function fillLinks(db: Database, context: LinkContext, records: number): Promise<Stock> {
  const stock: Stock = { known: [], elsewhere: [] }
  const every = Math.max(1, Math.floor(records / stockOf / 2))
  let [made, humans, goal] = [0, 0, 0]
  const held = new Set<string>()
  let lines = new Lines(context, held)
  for (const written of writtenPeople(records, 77)) {
    // A human of several records comes once more, later.
    const isBack = written.length > 1 && humans % every === 0
    const stored = isBack ? written.slice(0, -1) : written
    if (isBack) stock.elsewhere.push(written.at(-1)!)
    if (humans % every === 0) stock.known.push(stored[0]!)
    lines.person(stored.map(toRecord), humans)
    made += stored.length
    humans += 1
    if (made >= goal + recordsInOneGo || made >= records) {
      await lines.copy(db)
      lines = new Lines(context, held)
      goal = made
    }
    if (made >= records) break
  }
  await db.run(sql`
    with common as (
      insert into identity.crowd (hash, records, record, since)
      select hash, count(*)::int, min(record), ${at}::timestamptz from identity.key group by hash
      having count(*) > ${context.limits.holdersPerKey}::int returning hash
    )
    delete from identity.key where hash in (select hash from common)`)
  return stock
}

class Lines {
  readonly #context: LinkContext
  /** Of two humans on one number the first holds it. */
  readonly #held: Set<string>
  readonly #of = {
    record: [] as string[],
    person: [] as string[],
    key: [] as string[],
    edge: [] as string[],
    identifier: [] as string[],
  }

  constructor(context: LinkContext, held: Set<string>) {
    this.#context = context
    this.#held = held
  }

  person(said: readonly IncomingRecord[], humans: number): void {
    const personId = newId(shardFor(`person${humans}`), now.getTime())
    const known: { number: string; features: ReturnType<typeof benchModel.featuresOf> }[] = []
    for (const each of said) {
      const features = benchModel.featuresOf(each.words)
      const number = this.#record(each, personId, benchModel.keysOf(features))
      for (const other of known) this.#edge({ number, features }, other)
      known.push({ number, features })
    }
    const card = said[0]!
    const names = [card.fullName, foldName(card.fullName), card.birthDate]
    const numbers = [card.citizenId, card.insuranceNumbers[0] ?? null]
    this.#of.person.push(line(shardOf(personId), personId, ...names, card.sex, ...numbers, at))
    const claimed = new Map<string, ReturnType<typeof mention>[]>()
    for (const each of said.flatMap(mentionsOf)) {
      const name = each.kind + each.value
      claimed.set(name, [...(claimed.get(name) ?? []), each])
    }
    for (const mentions of claimed.values()) {
      const { kind, value } = mentions[0]!
      const owner = [shardOf(personId), personId, 't', mentions.length, 1]
      const row = [shardFor(`${kind}\u0000${value}`), kind, value, ...owner]
      const status = this.#held.has(kind + value) ? 'disputed' : 'active'
      this.#held.add(kind + value)
      this.#of.identifier.push(line(...row, status, at, at, `${card.facilityCode}\u001f${card.localId}`))
    }
  }

  #record(said: IncomingRecord, personId: string, keys: readonly string[]): string {
    const patientId = newId(shardFor(`${said.facilityCode}\u0000${said.localId}`), now.getTime())
    const number = BigInt.asIntN(64, (BigInt(shardOf(patientId)) << 48n) | BigInt(`0x${patientId.slice(24)}`))
    const { fullName, birthDate, sex, facilityCode, localId, seenAt, words } = said
    const card = { fullName, birthDate, sex, address: null, deceased: false, identifiers: mentionsOf(said) }
    const hashes = [...new Set(keys.map(this.#context.hash))]
    const head = [shardOf(patientId), number, facilityCode, localId, patientId, 1, 'active']
    const link = [shardOf(personId), personId, at, 'computed']
    this.#of.record.push(
      line(
        ...[...head, this.#context.modelNumber, seenAt, seenAt, at, ...link, `{${hashes.join(',')}}`, '{}'],
        ...[JSON.stringify(words), JSON.stringify(card)],
      ),
    )
    for (const key of hashes) this.#of.key.push(line(key, number))
    return number.toString()
  }

  #edge(one: Known, other: Known): void {
    const weighed = benchModel.weigh(one.features, other.features)
    if (!weighed) return
    const [a, b] = one.number < other.number ? [one.number, other.number] : [other.number, one.number]
    const { weight, outcome, parts, guard } = weighed
    this.#of.edge.push(line(a, b, this.#context.modelNumber, weight, outcome, `{${parts.join(',')}}`, guard))
  }

  async copy(db: Database): Promise<void> {
    await db.copyFrom(
      sql`copy identity.record (shard, record, facility, local_id, patient_id, version, state, model, seen_at,
      said_at, admitted_at, person_shard, person_id, linked_at, linked_by, keys, sure, words, card) from stdin`,
      text(this.#of.record),
    )
    await db.copyFrom(
      sql`copy identity.person (shard, person_id, full_name, folded_name, birth_date, sex, citizen_id,
      insurance_number, created_at) from stdin`,
      text(this.#of.person),
    )
    await db.copyFrom(sql`copy identity.key (hash, record) from stdin`, text(this.#of.key))
    await db.copyFrom(
      sql`copy identity.edge (a, b, model, weight, outcome, parts, guard) from stdin`,
      text(this.#of.edge),
    )
    await db.copyFrom(
      sql`copy identity.identifier (shard, kind, value, person_shard, person_id, is_exclusive, mentions, level,
      status, first_at, last_at, first_key) from stdin`,
      text(this.#of.identifier),
    )
  }
}

interface Known {
  readonly number: string
  readonly features: ReturnType<typeof benchModel.featuresOf>
}

const mentionsOf = ({ citizenId, insuranceNumbers }: IncomingRecord) => [
  ...(citizenId ? [mention('citizen-id', citizenId)] : []),
  ...insuranceNumbers.map((value) => mention('insurance-number', value)),
]

const mention = (kind: string, value: string) => ({
  ...{ kind, value, isExclusive: true, level: 1, standing: 'claimed', replacedBy: null },
})

const line = (...cells: readonly (string | number | bigint | null)[]): string =>
  cells.map((cell) => (cell === null ? '\\N' : String(cell).replace(/[\\\t\n\r]/g, escaped))).join('\t')

const escaped = (letter: string): string =>
  ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[letter] ?? letter

async function* text(lines: readonly string[]) {
  for (let from = 0; from < lines.length; from += 500) yield `${lines.slice(from, from + 500).join('\n')}\n`
}
