declare const brand: unique symbol

/** A type that only its own maker can make: `PersonId` is not `PatientId` is not `string`. */
export type Brand<T, Name extends string> = T & { readonly [brand]: { readonly [N in Name]: true } }

/** Any identifier made here, lower case with dashes. */
export type Uuid = Brand<string, 'Uuid'>

/** One human in the master index. */
export type PersonId = Brand<Uuid, 'PersonId'>
/** One facility's view of a human: FHIR `Patient`. */
export type PatientId = Brand<Uuid, 'PatientId'>
/** One message that came in. */
export type ReceiptId = Brand<Uuid, 'ReceiptId'>
/** FHIR `Encounter`. */
export type EncounterId = Brand<Uuid, 'EncounterId'>
/** FHIR `Organization` that gives care. */
export type FacilityId = Brand<Uuid, 'FacilityId'>
/** FHIR `Practitioner`. */
export type PractitionerId = Brand<Uuid, 'PractitionerId'>
/** One request through the gate. */
export type RequestId = Brand<Uuid, 'RequestId'>
