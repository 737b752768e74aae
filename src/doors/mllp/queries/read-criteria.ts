import { fail, ok, type Result } from '#foundation/result'
import type { DemographicRecord } from '#vocabulary/demographics'
import { emptyWords, type NumberOf } from '#vocabulary/demographics/answers'
import { identifierSystems } from '#vocabulary/fhir'
import { type FacilityAliases, facilityOf, type Hl7Segment } from '#vocabulary/hl7v2'
import { type QueryFault, queryFaults, unreadField } from './query-faults.ts'

export interface Criteria {
  readonly words: DemographicRecord
  readonly localNumber: NumberOf | null
}

const mostCriteria = 40
const mostSigns = 400

/** `@PID.5.1.1^NGUYỄN` → `5.1`, `NGUYỄN`: field and component of PID; subcomponents belong to their component. */
const path = /^@PID\.(\d{1,2})(?:\.(\d{1,2}))?(?:\.\d{1,2})?$/

const sexes: Readonly<Record<string, DemographicRecord['sex']>> = {
  F: 'female',
  M: 'male',
  O: 'other',
  A: 'other',
}

/** QPD-3 of a PDQ query (QIP: `@PID.field.component^value`) as words. What cannot be read is refused, never left out. */
export function readCriteria(
  qpd: Hl7Segment,
  own: { readonly facility: string | null; readonly aliases: FacilityAliases },
): Result<Criteria, QueryFault> {
  const said = new Map<string, string>()
  for (let repetition = 1; repetition <= qpd.count(3); repetition++) {
    const value = qpd.get(3, 2, repetition).trim().slice(0, mostSigns)
    const at = path.exec(qpd.get(3, 1, repetition).toUpperCase())
    const [field, component] = [at?.[1] ?? '', at?.[2] ?? '1']
    if (value === '') continue
    if (repetition > mostCriteria || !read.has(field) || value.includes('*'))
      return fail(unreadField(repetition))
    if (!said.has(`${field}.${component}`)) said.set(`${field}.${component}`, value)
  }
  const number = numberIn(said, own)
  if (!number.ok) return number
  const all = (field: string, components: readonly number[], between: string) =>
    components
      .map((component) => said.get(`${field}.${component}`))
      .filter((part) => part !== undefined)
      .join(between) || null
  const mother = all('6', nameParts, ' ')
  return ok({
    localNumber: number.value.localNumber,
    words: {
      ...emptyWords,
      ...number.value.words,
      fullName: all('5', nameParts, ' '),
      mother: mother === null ? null : { fullName: mother, citizenNumber: null },
      birthDate: all('7', [1], ''),
      sex: sexes[(said.get('8.1') ?? '').toUpperCase()] ?? 'unknown',
      address: { ...emptyWords.address, text: all('11', addressParts, ', ') },
      phone: said.get('13.1') ?? said.get('13.12') ?? said.get('14.1') ?? null,
      citizenNumber: number.value.words.citizenNumber ?? said.get('19.1') ?? null,
    },
  })
}

/** Fields of PID by which somebody is looked for. */
const read: ReadonlySet<string> = new Set(['3', '5', '6', '7', '8', '11', '13', '14', '19'])
/** Family, middle, given: in the order in which Vietnam writes them. */
const nameParts = [1, 2, 3]
/** Street, then ward, district, city, province (as the guide for vendors has them in PID-11). */
const addressParts = [1, 2, 8, 9, 3, 4]

type Numbers = { readonly words: Partial<DemographicRecord>; readonly localNumber: NumberOf | null }

/** PID-3 as criteria: the number, its assigning authority, its type. */
function numberIn(
  said: ReadonlyMap<string, string>,
  own: { readonly facility: string | null; readonly aliases: FacilityAliases },
): Result<Numbers, QueryFault> {
  const value = said.get('3.1')
  if (value === undefined) return ok({ words: {}, localNumber: null })
  const name = (said.get('3.4') ?? said.get('3.5') ?? '').toUpperCase()
  if (citizen.has(name)) return ok({ words: { citizenNumber: value }, localNumber: null })
  if (insurance.has(name)) return ok({ words: { insuranceNumber: value }, localNumber: null })
  if (passport.has(name)) return ok({ words: { passportNumber: value }, localNumber: null })
  const assigner = said.get('3.4')
  const facility =
    assigner === undefined ? own.facility : facilityOf({ application: [], facility: [assigner] }, own.aliases)
  // Only its own: another facility's numbers stand in sequence and would be tried out.
  if (facility === null || (own.facility !== null && facility !== own.facility))
    return fail(queryFaults.unknownSystem)
  return ok({ words: {}, localNumber: { system: identifierSystems.mrn(facility), value } })
}

const citizen: ReadonlySet<string> = new Set(['CCCD', 'CMND', 'BCA', 'NI'])
const insurance: ReadonlySet<string> = new Set(['BHYT', 'BHXH', 'VSS', 'HC', 'SB'])
const passport: ReadonlySet<string> = new Set(['VNM', 'PPN'])
