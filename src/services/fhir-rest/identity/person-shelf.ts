import type { Clock } from '#foundation/clock'
import { fail, ok } from '#foundation/result'
import type { Actor, Change, FhirGate, Purpose, ResourceVersion } from '#gate/access'
import type { IdentityGate } from '#gate/identity'
import type { IndexedPerson } from '#vocabulary/demographics/answers'
import type { SearchQuery } from '#vocabulary/search'
import { askerOf } from './asker-of.ts'
import { identityFhirProblems } from './identity.problems.ts'
import { personResource } from './person-resource.ts'

/**
 * The gate, with the Persons of the index among its resources: read by id, found by `link`, `patient` or `_id`, made
 * anew each time and stored nowhere. They have no history, and nobody writes over them. Persons that clients stored
 * themselves stay as they are.
 */
export function withPersons(gate: FhirGate, identity: IdentityGate, clock: Clock): FhirGate {
  const shown = (person: IndexedPerson): ResourceVersion => personResource(person, clock.now())
  const personAt = async (actor: Actor | null, purpose: Purpose, id: string) => {
    const found = await identity.person(askerOf({ actor, purpose }), { personId: id })
    // A retired id leads to another person: that one is not at this address.
    return found.ok && found.value?.personId === id ? ok(found.value) : found.ok ? ok(null) : found
  }
  const personsFor = async (actor: Actor | null, purpose: Purpose, query: SearchQuery) => {
    const found = new Map<string, ResourceVersion>()
    for (const by of askedIn(query)) {
      const person = await identity.person(askerOf({ actor, purpose }), by)
      if (!person.ok) return person
      const isOther = 'personId' in by && person.value?.personId !== by.personId
      if (person.value && !isOther) found.set(person.value.personId, shown(person.value))
    }
    return ok([...found.values()])
  }
  return {
    ...gate,

    async read(actor, purpose, type, id) {
      if (type !== 'Person') return gate.read(actor, purpose, type, id)
      const person = await personAt(actor, purpose, id)
      if (!person.ok) return person
      return person.value ? ok(shown(person.value)) : gate.read(actor, purpose, type, id)
    },

    async search(actor, purpose, query, options) {
      const found = await gate.search(actor, purpose, query, options)
      if (!found.ok || options.page !== undefined) return found
      const persons = await personsFor(actor, purpose, query)
      if (!persons.ok) return persons
      if (persons.value.length === 0) return found
      const { matches, total } = found.value
      return ok({
        ...found.value,
        matches: [...persons.value, ...matches],
        total: total === null ? null : total + persons.value.length,
      })
    },

    async count(actor, purpose, query) {
      const counted = await gate.count(actor, purpose, query)
      if (!counted.ok) return counted
      const persons = await personsFor(actor, purpose, query)
      return persons.ok ? ok(counted.value + persons.value.length) : persons
    },

    async write(actor, purpose, changes, context) {
      for (const [index, change] of changes.entries()) {
        const id = personIdIn(change)
        const person = id === null ? ok(null) : await personAt(actor, purpose, id)
        if (!person.ok) return fail({ ...person.problem, index })
        if (person.value) return fail({ ...identityFhirProblems.personOfIndex, index })
      }
      return gate.write(actor, purpose, changes, context)
    },
  }
}

/** The Person a change is about, when it says so itself; a condition finds stored ones only. */
function personIdIn(change: Change): string | null {
  if (change.op === 'create' || change.type !== 'Person') return null
  const given = change.op === 'update' ? change.resource.value.id : undefined
  return typeof change.at === 'string' ? change.at : typeof given === 'string' ? given : null
}

type By = { readonly personId: string } | { readonly patientId: string }

/** So many ids of one search are looked up. */
const mostAsked = 100

/** Whom a search for Persons asks the index for; empty when it asks anything else too. */
function askedIn({ types, where }: SearchQuery): readonly By[] {
  const [condition] = where
  if (types.length !== 1 || types[0] !== 'Person' || where.length !== 1 || !condition) return []
  if (condition.kind === 'id') return condition.ids.slice(0, mostAsked).map((personId) => ({ personId }))
  if (condition.kind !== 'param' || condition.modifier !== null) return []
  const { code } = condition.param
  if (code !== 'link' && code !== 'patient') return []
  return condition.values
    .slice(0, mostAsked)
    .flatMap((value) =>
      value.kind === 'reference' && value.id !== undefined && (value.type ?? 'Patient') === 'Patient'
        ? [{ patientId: value.id }]
        : [],
    )
}
