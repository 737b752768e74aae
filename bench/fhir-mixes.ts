import type { FhirClient } from './fhir-client.ts'

/** Values as they stand in the store, to ask with. */
export interface Sampled {
  readonly patients: readonly string[]
  readonly observations: readonly string[]
  readonly encounters: readonly string[]
  readonly families: readonly string[]
  readonly codes: readonly string[]
  readonly conditions: readonly string[]
}

/** Small generator of numbers, so that two runs ask the same. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!

type Bundle = { entry?: { resource: Record<string, unknown> & { id: string } }[] }

/** Reads some pages of each type through the API, as any client could. */
export async function sampleValues(client: FhirClient): Promise<Sampled> {
  const resources = async (query: string) => {
    const answer = await client.ask('GET', query)
    if (answer.status !== 200) throw new Error(`${query}: ${answer.status} ${answer.body.slice(0, 300)}`)
    return ((JSON.parse(answer.body) as Bundle).entry ?? []).map((each) => each.resource)
  }
  const codeOf = (resource: Record<string, unknown>) =>
    (resource.code as { coding?: { system?: string; code?: string }[] } | undefined)?.coding?.[0]
  const tokens = (list: readonly Record<string, unknown>[]) => [
    ...new Set(
      list.flatMap((each) => {
        const coding = codeOf(each)
        return coding?.system && coding.code ? [`${coding.system}|${coding.code}`] : []
      }),
    ),
  ]
  const patients = await resources('/Patient?_count=1000')
  const observations = await resources('/Observation?_count=1000')
  const conditions = await resources('/Condition?_count=1000')
  const encounters = await resources('/Encounter?_count=500')
  return {
    patients: patients.map((p) => p.id),
    observations: observations.map((o) => o.id),
    encounters: encounters.map((e) => e.id),
    families: [
      ...new Set(
        patients.map((p) => String((p.name as { family?: string }[] | undefined)?.[0]?.family ?? 'a')),
      ),
    ],
    codes: tokens(observations),
    conditions: tokens(conditions),
  }
}

export const readOne = (client: FhirClient, sampled: Sampled, random: () => number) => () => {
  const isPatient = random() < 0.3
  const id = pick(isPatient ? sampled.patients : sampled.observations, random)
  return client.ask('GET', `/${isPatient ? 'Patient' : 'Observation'}/${id}`)
}

const observation = (patient: string, value: number) => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2026-11-20T08:00:00+07:00',
  valueQuantity: { value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
})

/** create 10, read 60, update 25, delete 5 of a hundred. Updates and deletes are of what the mix itself made. */
export function crudMix(client: FhirClient, sampled: Sampled, random: () => number) {
  const mine: { id: string; patient: string }[] = []
  return async () => {
    const dice = random() * 100
    const value = Math.round(50 + random() * 80)
    if (dice < 10 || mine.length < 20) {
      const patient = pick(sampled.patients, random)
      const answer = await client.ask('POST', '/Observation', JSON.stringify(observation(patient, value)))
      const id = /Observation\/([^/]+)/.exec(answer.location ?? '')?.[1]
      if (id) mine.push({ id, patient })
      return answer
    }
    if (dice < 70) return readOne(client, sampled, random)()
    const at = Math.floor(random() * mine.length)
    const one = mine[at]!
    if (dice < 95) {
      const body = { ...observation(one.patient, value), id: one.id, issued: new Date().toISOString() }
      return client.ask('PUT', `/Observation/${one.id}`, JSON.stringify(body))
    }
    mine.splice(at, 1)
    return client.ask('DELETE', `/Observation/${one.id}`)
  }
}

const text = encodeURIComponent

/** One query of each kind the issue names, with values of the store. */
export const searchKinds: Record<string, (s: Sampled, random: () => number) => string> = {
  string: (s, r) => `/Patient?name=${text(pick(s.families, r).slice(0, 5))}&_count=20`,
  contains: (s, r) => `/Patient?family:contains=${text(pick(s.families, r).slice(1, 6))}&_count=20`,
  date: (_, r) => {
    const year = 2005 + Math.floor(r() * 15)
    return `/Encounter?date=ge${year}-03-01&date=lt${year}-04-01&_count=20`
  },
  token: (s, r) => `/Observation?code=${text(pick(s.codes, r))}&_count=20`,
  tokens: (s, r) =>
    `/Condition?code=${text(pick(s.conditions, r))},${text(pick(s.conditions, r))},${text(pick(s.conditions, r))}&_count=20`,
  'three tokens': (s, r) =>
    `/Observation?code=${text(pick(s.codes, r))}&status=final&category=laboratory&_count=20`,
  quantity: (s, r) =>
    `/Observation?patient=${pick(s.patients, r)}&value-quantity=gt${Math.round(r() * 150)}&_count=20`,
  composite: (s, r) =>
    `/Observation?code-value-quantity=${text(pick(s.codes, r))}$gt${Math.round(100 + r() * 60)}&_count=20`,
  reference: (s, r) => `/Observation?encounter=Encounter/${pick(s.encounters, r)}&_count=50`,
  'patient and code': (s, r) =>
    `/Observation?patient=${pick(s.patients, r)}&code=${text(pick(s.codes, r))}&_sort=-date&_count=20`,
  chained: (s, r) => `/Condition?subject:Patient.family=${text(pick(s.families, r))}&_count=20`,
}

export function searchMix(client: FhirClient, sampled: Sampled, random: () => number) {
  const kinds = Object.values(searchKinds)
  return () => client.ask('GET', pick(kinds, random)(sampled, random))
}

export const everything = (client: FhirClient, patients: readonly string[], random: () => number) => () =>
  client.ask('GET', `/Patient/${pick(patients, random)}/$everything?_count=1000`)
