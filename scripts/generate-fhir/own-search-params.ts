import { extensions } from '#vocabulary/fhir'

/** The visit a resource belongs to, where R4 has no element for it: an extension of ours. */
const visitOf = (type: string) => `${type}.extension.where(url='${extensions.encounter}').value as Reference`

const own = (base: string, code: string, type: string, target: string[], expression: string) => ({
  ...{ code, type, target, expression },
  base: [base],
})

/**
 * What Mạch asks for and R4 has no parameter for, or one that looks elsewhere: an expression for a code that R4 has is
 * added to R4's own.
 */
export const ownSearchParams = [
  own('Claim', 'encounter', 'reference', ['Encounter'], visitOf('Claim')),
  own('Appointment', 'encounter', 'reference', ['Encounter'], visitOf('Appointment')),
  // R5 says `encounter` everywhere; R4 still has `context` here.
  own(
    'MedicationAdministration',
    'encounter',
    'reference',
    ['Encounter'],
    'MedicationAdministration.context',
  ),
  // R4 has the element and forgot the parameter.
  own('Immunization', 'encounter', 'reference', ['Encounter'], 'Immunization.encounter'),
  own('Claim', 'subject', 'reference', ['Patient'], 'Claim.patient'),
  own(
    'Appointment',
    'subject',
    'reference',
    ['Patient'],
    'Appointment.participant.actor.where(resolve() is Patient)',
  ),
  own('Provenance', 'activity', 'token', [], 'Provenance.activity'),
]
