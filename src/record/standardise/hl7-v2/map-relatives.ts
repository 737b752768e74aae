import type { Identifier, RelatedPerson } from 'fhir/r4'
import { identifierSystems } from '#vocabulary/fhir'
import { numbersOf, segmentNamed } from '#vocabulary/hl7v2'
import { conceptOf, personName, text } from './fields.ts'
import { type Hl7Draft, sourceOf } from './hl7-draft.ts'

const roleCode = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode'

/** PID-21 ties a newborn to its mother by her number; NK1 names relatives. */
export function mapRelatives(draft: Hl7Draft): void {
  const { hl7 } = draft.message
  const pid = segmentNamed(hl7, 'PID')
  const mother = pid && numbersOf(pid, 21, hl7, draft.facilityCode)
  if (pid && mother?.length) {
    const identifier = mother.map<Identifier>(({ kind, own, value }) =>
      kind === 'citizen'
        ? { system: identifierSystems.citizenId, value }
        : kind === 'local' && own
          ? { system: identifierSystems.mrn(draft.facilityCode), value }
          : { value },
    )
    const name = personName(pid, 6, 1)
    draft.add<RelatedPerson>(
      {
        resourceType: 'RelatedPerson',
        identifier,
        patient: draft.patient,
        relationship: [{ coding: [{ system: roleCode, code: 'MTH', display: 'mother' }], text: 'Mẹ' }],
        ...(name ? { name: [{ text: name }] } : {}),
      },
      'mother',
      sourceOf(pid),
    )
  }
  for (const nk1 of hl7.segments) {
    const name = nk1.name === 'NK1' ? personName(nk1, 2, 1) : undefined
    if (!name) continue
    const relationship = conceptOf(nk1, 3, draft.facilityCode)
    const phone = text(nk1.get(5)) ?? text(nk1.get(5, 12))
    draft.add<RelatedPerson>(
      {
        resourceType: 'RelatedPerson',
        patient: draft.patient,
        ...(relationship ? { relationship: [relationship] } : {}),
        name: [{ text: name }],
        ...(phone ? { telecom: [{ system: 'phone' as const, value: phone }] } : {}),
      },
      `relative:${name}|${relationship?.coding?.[0]?.code ?? ''}`,
      sourceOf(nk1),
    )
  }
}
