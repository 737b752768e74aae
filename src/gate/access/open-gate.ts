import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { LinkedPatient, Person, PersonReader } from '#record/identity'
import type { ResourceSearch, StoredResource, StoreReader } from '#record/store'
import type { Actor } from './actor.ts'

export type Purpose =
  | 'treatment'
  | 'payment'
  | 'public-health'
  | 'emergency'
  | 'research'
  | 'self'
  | 'management'

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
const noSuchResource: Problem = {
  code: 'GATE_NO_SUCH_RESOURCE',
  kind: 'not-found',
  message: 'Không có tài nguyên này trong kho.',
}
const notAllowed: Problem = {
  code: 'GATE_LOOPBACK_ONLY',
  kind: 'forbidden',
  message: 'Chưa có đăng nhập: máy chủ chỉ trả lời trên chính máy này.',
}

/** Every question carries who asks and why; today's only rule is that the asker sits at this machine. */
export function openGate(deps: { readonly persons: PersonReader; readonly store: StoreReader }) {
  const may = (actor: Actor | null, _purpose: Purpose): actor is Actor => actor !== null
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

    /** Present resources of a person's patients, newest clinical date first. */
    async readRecord(
      actor: Actor | null,
      purpose: Purpose,
      patientIds: readonly string[],
      types: readonly string[] | null,
      limit: number,
    ): Promise<Result<StoredResource[]>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      return ok(await deps.store.ofPatients(patientIds, types, limit))
    },

    async readResource(
      actor: Actor | null,
      purpose: Purpose,
      type: string,
      id: string,
    ): Promise<Result<StoredResource>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      const found = await deps.store.read(type, id)
      return found ? ok(found) : fail(noSuchResource)
    },

    async readShared(
      actor: Actor | null,
      purpose: Purpose,
      refs: readonly { type: string; id: string }[],
    ): Promise<Result<StoredResource[]>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      return ok(await deps.store.readAll(refs))
    },

    async readVersions(
      actor: Actor | null,
      purpose: Purpose,
      type: string,
      id: string,
    ): Promise<Result<StoredResource[]>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      const found = await deps.store.versions(type, id)
      return found.length > 0 ? ok(found) : fail(noSuchResource)
    },

    async search(
      actor: Actor | null,
      purpose: Purpose,
      search: ResourceSearch,
    ): Promise<Result<StoredResource[]>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      return ok(await deps.store.search(search))
    },
  }
}

export type Gate = ReturnType<typeof openGate>
