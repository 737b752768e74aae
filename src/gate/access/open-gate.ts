import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { LinkedPatient, Person, PersonReader } from '#record/identity'
import type { StoredResource, StoreReader } from '#record/store'
import type { Actor } from './actor.ts'
import { isHeldBack } from './labels.ts'
import { may, notAllowed, type Purpose } from './may.ts'

export interface PersonAtGate {
  readonly person: Person
  readonly patients: readonly LinkedPatient[]
  readonly reviews: readonly { readonly reason: string; readonly at: Date }[]
}

const noSuchPerson: Problem = {
  code: 'GATE_NO_SUCH_PERSON',
  kind: 'not-found',
  message: 'Không có người này trong kho. Có thể hai hồ sơ vừa được gộp: hãy tìm lại theo tên hoặc số.',
}

/** Every question carries who asks and why (`may` is the rule). */
export function openGate(deps: { readonly persons: PersonReader; readonly store: StoreReader }) {
  return {
    async findPersons(
      actor: Actor | null,
      purpose: Purpose,
      query: string,
      limit: number,
    ): Promise<Result<Person[]>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      return ok(await deps.persons.find(query, limit))
    },

    async readPerson(actor: Actor | null, purpose: Purpose, personId: string): Promise<Result<PersonAtGate>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      const person = await deps.persons.read(personId)
      if (!person) return fail(noSuchPerson)
      const [patients, reviews] = await Promise.all([
        deps.persons.patientsOf(person.personId),
        deps.persons.reviewsOf(person.personId),
      ])
      return ok({ person, patients, reviews })
    },

    /** Present resources of a person's patients, newest clinical date first; those under a label are left out. */
    async readRecord(
      actor: Actor | null,
      purpose: Purpose,
      patientIds: readonly string[],
      types: readonly string[] | null,
      limit: number,
    ): Promise<Result<StoredResource[]>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      const found = await deps.store.ofPatients(patientIds, types, limit)
      return ok(found.filter((each) => !isHeldBack(each)))
    },

    async readShared(
      actor: Actor | null,
      purpose: Purpose,
      refs: readonly { type: string; id: string }[],
    ): Promise<Result<StoredResource[]>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      return ok(await deps.store.readAll(refs))
    },
  }
}

export type Gate = ReturnType<typeof openGate>
