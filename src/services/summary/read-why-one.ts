import { ok, type Result } from '#foundation/result'
import type { Actor, Gate } from '#gate/access'
import type { PersonWhyOne } from './api.types.ts'

/** Why a person's records are one, in sentences for whoever doubts it. */
export async function readWhyOne(
  gate: Gate,
  actor: Actor | null,
  personId: string,
): Promise<Result<PersonWhyOne>> {
  const explained = await gate.explainPerson(actor, 'treatment', personId)
  if (!explained.ok) return explained
  const { first, others, more } = explained.value
  return ok({
    first: first === null ? null : refOf(first),
    others: others.map(({ patientId, withPatientId, chance, lines, guards, decided }) => ({
      ...{ ref: refOf(patientId), with: refOf(withPatientId), chance, guards, decided },
      lines: lines.map(({ sentence, bits }) => ({ sentence, bits })),
    })),
    more,
  })
}

const refOf = (patientId: string) => `Patient/${patientId}`
