import { extensions } from '#vocabulary/fhir'

/** What stands in the clinical date column of a type: the timeline's date. */
interface MainDate {
  /** The search parameter it answers; its elements have one value at most. null: the timeline's date is not quite any. */
  readonly answers: string | null
  /** Where the date is taken from when `answers` has none: for the timeline only, a search sees the parameter missing. */
  readonly otherwise?: readonly string[]
}

const by = (answers: string, ...otherwise: string[]): MainDate => ({ answers, otherwise })

/**
 * By type: when it happened, else when it was written down. A person's birth date; of visits, procedures and courses of
 * treatment their period; of orders the day they were written.
 */
export const mainDates: Readonly<Record<string, MainDate>> = {
  Patient: by('birthdate'),
  Person: by('birthdate'),
  RelatedPerson: by('birthdate'),

  Encounter: by('date'),
  EpisodeOfCare: by('date'),
  Condition: by('onset-date', 'recordedDate:dateTime'),
  AllergyIntolerance: by('date'),
  // A surgery that was ordered and not yet done stands on its order's day (BHYT tables know only that).
  Procedure: by('date', `extension[url=${extensions.orderedAt}].valueDateTime:dateTime`),
  DiagnosticReport: by('date', 'issued:instant'),
  Observation: by('date', 'issued:instant'),
  ImagingStudy: by('started'),
  Media: by('created'),
  Specimen: by('collected', 'receivedTime:dateTime'),
  Immunization: by('date', 'recorded:dateTime'),
  ImmunizationEvaluation: by('date'),
  ImmunizationRecommendation: by('date'),
  FamilyMemberHistory: by('date'),
  AdverseEvent: by('date', 'detected:dateTime', 'recordedDate:dateTime'),
  DetectedIssue: by('identified'),
  RiskAssessment: by('date'),
  // What was assessed counts on a timeline, not when it was written: `date` is searched in the side table.
  ClinicalImpression: {
    answers: null,
    otherwise: ['effectiveDateTime:dateTime', 'date:dateTime', 'effectivePeriod:Period'],
  },

  MedicationRequest: by('authoredon'),
  MedicationAdministration: by('effective-time'),
  MedicationDispense: by('whenhandedover', 'whenPrepared:dateTime'),
  MedicationStatement: by('effective', 'dateAsserted:dateTime'),
  NutritionOrder: by('datetime'),
  VisionPrescription: by('datewritten'),
  ServiceRequest: by('authored', 'occurrenceDateTime:dateTime', 'occurrencePeriod:Period'),
  DeviceRequest: by('authored-on'),
  SupplyRequest: by('date'),
  Task: by('authored-on'),
  CarePlan: by('date', 'created:dateTime'),
  CareTeam: by('date'),
  Goal: by('start-date'),
  Flag: by('date'),
  Consent: by('date'),

  Composition: by('date'),
  DocumentReference: by('date'),
  DocumentManifest: by('created'),
  List: by('date'),
  Communication: by('sent', 'received:dateTime'),
  CommunicationRequest: by('authored'),
  QuestionnaireResponse: by('authored'),
  MeasureReport: by('date'),

  Appointment: by('date', 'requestedPeriod[0]:Period'),
  Slot: by('start'),
  Schedule: by('date'),

  // The days of treatment, not the day of the form; `created` is searched in the side table.
  Claim: { answers: null, otherwise: ['billablePeriod:Period', 'created:dateTime'] },
  ClaimResponse: by('created'),
  ExplanationOfBenefit: by('created'),
  ChargeItem: by('occurrence', 'enteredDate:dateTime'),
  Invoice: by('date'),
  // A card is valid for a period; R4 has no parameter for it.
  Coverage: { answers: null, otherwise: ['period:Period'] },

  Provenance: by('recorded'),
  AuditEvent: by('date'),
  ResearchStudy: by('date'),
  ResearchSubject: by('date'),
}
