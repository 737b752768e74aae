import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { HeldIdentifier, LinkedPatient, LinkReader, Person, PersonExplained } from '#record/identity'
import type { StoredResource, StoreReader } from '#record/store'
import type { Actor } from './actor.ts'
import { isHeldBack } from './labels.ts'
import { may, notAllowed, type Purpose } from './may.ts'
import type { NoteReadings, ReadingAsked } from './reading.types.ts'

export interface PersonAtGate {
  readonly person: Person
  readonly patients: readonly LinkedPatient[]
  readonly reviews: readonly { readonly reason: string; readonly at: Date }[]
  /** Every number that the records mention, and whether this person holds it. */
  readonly numbers: readonly HeldIdentifier[]
}

/** What the gate asks of the index. */
export interface PersonsAtGate
  extends Pick<LinkReader, 'find' | 'read' | 'patientsOf' | 'reviewsOf' | 'identifiersOf'> {
  explain(patientIds: readonly string[]): Promise<PersonExplained>
}

const noSuchPerson: Problem = {
  code: 'GATE_NO_SUCH_PERSON',
  kind: 'not-found',
  message: 'Không có người này trong kho. Có thể hai hồ sơ vừa được gộp: hãy tìm lại theo tên hoặc số.',
}

export interface GateDeps {
  readonly persons: PersonsAtGate
  readonly store: StoreReader
  /** Told of every person that is read as one, before the answer. */
  readonly note: NoteReadings
}

/** Every question carries who asks and why (`may` is the rule). */
export function openGate(deps: GateDeps) {
  const noteReading = (
    asked: ReadingAsked,
    actor: Actor,
    purpose: Purpose,
    personId: string,
    patients: readonly LinkedPatient[],
  ) => {
    const { facility = null, door = 'here' } = actor
    const patientIds = patients.map(({ patientId }) => patientId)
    return deps.note([{ asked, personId, patientIds, actor, facility, purpose, door }])
  }
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
      const [patients, reviews, numbers] = await Promise.all([
        deps.persons.patientsOf(person.personId),
        deps.persons.reviewsOf(person.personId),
        deps.persons.identifiersOf(person.personId),
      ])
      const noted = await noteReading('record', actor, purpose, person.personId, patients)
      if (!noted.ok) return noted
      return ok({ person, patients, reviews, numbers })
    },

    /** Why a person's records are one; a record under a label is not among them. */
    async explainPerson(
      actor: Actor | null,
      purpose: Purpose,
      personId: string,
    ): Promise<Result<PersonExplained>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      const person = await deps.persons.read(personId)
      if (!person) return fail(noSuchPerson)
      const patients = await deps.persons.patientsOf(person.personId)
      const noted = await noteReading('why-one', actor, purpose, person.personId, patients)
      if (!noted.ok) return noted
      const ids = patients.map(({ patientId }) => patientId)
      const stored = await deps.store.ofPatients(ids, ['Patient'], ids.length)
      const shown = stored.filter((each) => !isHeldBack(each)).map(({ id }) => id)
      return ok(await deps.persons.explain(shown))
    },

    /** Which of these persons have a resource under a label: two pairs of eyes before anybody is joined to them. */
    async personsUnderLabel(
      actor: Actor | null,
      purpose: Purpose,
      personIds: readonly string[],
    ): Promise<Result<ReadonlySet<string>>> {
      if (!may(actor, purpose)) return fail(notAllowed)
      const held = new Set<string>()
      for (const personId of personIds) {
        const patients = await deps.persons.patientsOf(personId)
        const labelled = await deps.store.labelledOf(patients.map(({ patientId }) => patientId))
        if (labelled.some(isHeldBack)) held.add(personId)
      }
      return ok(held)
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
