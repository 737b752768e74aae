import type { CodeableConcept, Coverage, Encounter, Patient } from 'fhir/r4'
import type { CardVisit, KnownCard, LookUpCard } from '#doors/insurance-gateway'
import type { Actor, Gate, StoredResource } from '#gate/access'
import { extensions, identifierSystems } from '#vocabulary/fhir'

/** So many of a person's resources are looked through: a card is asked for at a busy desk. */
const most = 400

/**
 * What the record knows of a card: its holder, how long it is valid as facilities last saw it, and the visits. Asked
 * through the gate; which of it a facility may see is the door's to decide.
 */
export const lookUpCard =
  (gate: Gate, actor: Actor): LookUpCard =>
  async ({ card, facility }) => {
    const found = await gate.findPersons(actor, 'treatment', card, 2)
    const person = found.ok && found.value.length === 1 ? found.value[0] : undefined
    if (!person) return null
    const asker = { ...actor, door: 'insurance-gateway', facility }
    const read = await gate.readPerson(asker, 'treatment', person.personId)
    // That nothing may be told now does not mean that nothing is known.
    if (!read.ok && read.problem.kind !== 'not-found') throw new Error(read.problem.code)
    if (!read.ok) return null
    const ids = read.value.patients.map(({ patientId }) => patientId)
    const record = await gate.readRecord(actor, 'treatment', ids, ['Coverage', 'Encounter', 'Patient'], most)
    if (!record.ok) return null
    const coverages = ofType<Coverage>(record.value, 'Coverage')
    const coverage = coverages.find((each) => cardOf(each) === card) ?? coverages[0]
    const patient = ofType<Patient>(record.value, 'Patient')[0]
    return {
      card: (coverage && cardOf(coverage)) ?? card,
      name: person.fullName,
      birthDate: person.birthDate,
      sex: person.sex === 'unknown' ? null : person.sex,
      address: person.address,
      registeredFacility: registeredAt(coverage),
      validFrom: coverage?.period?.start?.slice(0, 10) ?? null,
      validTo: coverage?.period?.end?.slice(0, 10) ?? null,
      areaCode: areaOf(coverage),
      fiveYearsOn: null,
      insuranceNumber: person.insuranceNumber ?? insuranceNumberOf(patient),
      visits: ofType<Encounter>(record.value, 'Encounter').flatMap(visitOf),
    } satisfies KnownCard
  }

const ofType = <T>(all: readonly StoredResource[], type: string): T[] =>
  all.filter((each) => each.type === type).map((each) => JSON.parse(each.json) as T)

const cardOf = (coverage: Coverage): string | undefined =>
  coverage.subscriberId ??
  coverage.identifier?.find(({ system }) => system === identifierSystems.insuranceCard)?.value

/** K1–K3, the last class of a card. */
const areaOf = (coverage: Coverage | undefined): string | null =>
  coverage?.class?.find(({ value }) => /^K[1-3]$/.test(value))?.value ?? null

const registeredAt = (coverage: Coverage | undefined): string | null =>
  coverage?.extension?.find(({ url }) => url === extensions.registeredFacility)?.valueReference?.identifier
    ?.value ?? null

const insuranceNumberOf = (patient: Patient | undefined): string | null =>
  patient?.identifier?.find(({ system }) => system === identifierSystems.insuranceNumber)?.value ?? null

function visitOf(encounter: Encounter): CardVisit[] {
  const { start, end } = encounter.period ?? {}
  const facility = facilityOf(encounter)
  if (!start || !facility) return []
  const diagnosis = encounter.diagnosis?.[0]?.condition.display ?? finalDiagnosis(encounter)
  return [
    {
      visitId: encounter.id!,
      facility,
      from: new Date(start),
      to: end ? new Date(end) : null,
      diagnosis,
      outcome: codeOf(saidIn(encounter, extensions.outcome)),
      discharge: codeOf(encounter.hospitalization?.dischargeDisposition),
      route: codeOf(saidIn(encounter, extensions.coverageRoute)),
    },
  ]
}

const saidIn = (encounter: Encounter, url: string): CodeableConcept | undefined =>
  encounter.extension?.find((each) => each.url === url)?.valueCodeableConcept

const codeOf = (concept: CodeableConcept | undefined): string | null => concept?.coding?.[0]?.code ?? null

/** Whose key the visit has: the facility ends the system's URL. */
const facilityOf = (encounter: Encounter): string | null =>
  encounter.identifier
    ?.map(({ system }) => /\/sid\/visit\/([0-9A-Z]{5})$/.exec(system ?? '')?.[1])
    .find((code) => code !== undefined) ?? null

const finalDiagnosis = (encounter: Encounter): string =>
  encounter.extension?.find(({ url }) => url === extensions.finalDiagnosis)?.valueString ??
  encounter.reasonCode?.[0]?.text ??
  ''
