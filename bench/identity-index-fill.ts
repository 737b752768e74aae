import { type Database, sql } from '#foundation/db'
import { newId, shardFor, shardOf } from '#foundation/ids'
import type { LinkContext } from '#record/identity/links'
import { benchHuman, benchModel } from './identity-index-people.ts'

/** Fills the tables by COPY as if so many records had been admitted: humans with their records as one person each. Says how many humans. */
export async function fillLinks(db: Database, context: LinkContext, records: number): Promise<number> {
  const now = new Date('2026-10-01T00:00:00.000Z')
  const at = now.toISOString()
  let humans = 0
  let made = 0
  while (made < records) {
    const lines = {
      record: [] as string[],
      person: [] as string[],
      key: [] as string[],
      edge: [] as string[],
      identifier: [] as string[],
    }
    const goal = Math.min(records, made + 20_000)
    while (made < goal) {
      const human = benchHuman(humans++)
      const said = human.records[0]!
      const features = benchModel.featuresOf(said.words)
      const keys = benchModel.keysOf(features).map(context.hash)
      const personId = newId(shardFor(`person${humans}`), now.getTime())
      const numbers: string[] = []
      for (const each of human.records) {
        const patientId = newId(shardFor(`${each.facilityCode}\u0000${each.localId}`), now.getTime())
        const number = BigInt.asIntN(
          64,
          (BigInt(shardOf(patientId)) << 48n) | BigInt(`0x${patientId.slice(24)}`),
        ).toString()
        const identifiers = [
          ...(said.citizenId ? [identifier('citizen-id', said.citizenId)] : []),
          ...said.insuranceNumbers.map((value) => identifier('insurance-number', value)),
        ]
        const card = {
          fullName: said.fullName,
          birthDate: said.birthDate,
          sex: said.sex,
          address: null,
          deceased: false,
          identifiers,
        }
        lines.record.push(
          [
            ...[
              shardOf(patientId),
              number,
              each.facilityCode,
              each.localId,
              patientId,
              1,
              'active',
              context.modelNumber,
            ],
            ...[
              said.seenAt,
              said.seenAt,
              at,
              shardOf(personId),
              personId,
              at,
              'computed',
              `{${keys.join(',')}}`,
              '{}',
            ],
            ...[JSON.stringify(each.words), JSON.stringify(card)],
          ].join('\t'),
        )
        for (const key of new Set(keys)) lines.key.push(`${key}\t${number}`)
        for (const other of numbers) {
          const [a, b] = number < other ? [number, other] : [other, number]
          lines.edge.push([a, b, context.modelNumber, 34, 'auto', '{20,12,10,8}', '\\N'].join('\t'))
        }
        numbers.push(number)
        made += 1
      }
      const card = human.records[0]!
      lines.person.push(
        [
          ...[
            shardOf(personId),
            personId,
            card.fullName,
            benchModel.featuresOf(card.words).name,
            card.birthDate,
          ],
          ...[card.sex, card.citizenId ?? '\\N', card.insuranceNumbers[0] ?? '\\N', at],
        ].join('\t'),
      )
      if (card.citizenId)
        lines.identifier.push(
          [
            ...[
              shardFor(`citizen-id\u0000${card.citizenId}`),
              'citizen-id',
              card.citizenId,
              shardOf(personId),
              personId,
            ],
            ...[
              't',
              human.records.length,
              1,
              'active',
              card.seenAt,
              card.seenAt,
              `99900\u001fL${humans}`,
            ].map(String),
          ].join('\t'),
        )
    }
    await db.copyFrom(
      sql`copy identity.record (shard, record, facility, local_id, patient_id, version, state, model, seen_at,
      said_at, admitted_at, person_shard, person_id, linked_at, linked_by, keys, sure, words, card) from stdin`,
      text(lines.record),
    )
    await db.copyFrom(
      sql`copy identity.person (shard, person_id, full_name, folded_name, birth_date, sex, citizen_id,
      insurance_number, created_at) from stdin`,
      text(lines.person),
    )
    await db.copyFrom(sql`copy identity.key (hash, record) from stdin`, text(lines.key))
    await db.copyFrom(
      sql`copy identity.edge (a, b, model, weight, outcome, parts, guard) from stdin`,
      text(lines.edge),
    )
    await db.copyFrom(
      sql`copy identity.identifier (shard, kind, value, person_shard, person_id, is_exclusive, mentions, level,
      status, first_at, last_at, first_key) from stdin`,
      text(lines.identifier),
    )
  }
  return humans
}

const identifier = (kind: string, value: string) => ({
  kind,
  value,
  isExclusive: true,
  level: 1,
  standing: 'claimed',
  replacedBy: null,
})

async function* text(lines: readonly string[]) {
  for (let at = 0; at < lines.length; at += 500) yield `${lines.slice(at, at + 500).join('\n')}\n`
}
