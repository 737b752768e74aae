/**
 * The record as the screens read it. Source of truth: web/src/api/types.ts is generated from this file and its
 * neighbours (`npm run generate`). Instants are ISO 8601 with offset; days are YYYY, YYYY-MM or YYYY-MM-DD.
 */

// GET /api/persons?q=&limit=20   (q: citizen number, insurance card or number, or a name with or without tone marks)
export interface PersonHit {
  readonly personId: string
  readonly fullName: string
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'unknown'
  /** Last four digits only: `•••• •••• 9001`. */
  readonly citizenIdMasked: string | null
  readonly insuranceNumberMasked: string | null
  readonly address: string | null
  readonly facilityCount: number
  readonly lastVisitAt: string | null
  readonly deceased: boolean
}
export interface PersonHits {
  readonly items: readonly PersonHit[]
  readonly more: boolean
}

/** Where one fact came from. */
export interface Source {
  readonly facilityCode: string
  readonly facilityName: string
  readonly vendor: string | null
  readonly receiptId: string
  /** The record inside the receipt (1-based): open it at /ket-noi/{receiptId}/{fileNumber}?table=&row= */
  readonly fileNumber: number
  readonly fileName: string | null
  readonly table: string
  readonly row: number
  readonly receivedAt: string
  /** How many versions of this fact are kept (1: never changed). */
  readonly version: number
}

interface Item {
  /** `Type/id` of the FHIR resource behind the item, readable at /fhir/R4/{Type}/{id}. */
  readonly ref: string
  readonly source: Source
}

export interface ProblemItem extends Item {
  readonly code: string | null
  readonly text: string
  readonly primary: boolean
  readonly firstAt: string | null
  readonly lastAt: string | null
  readonly times: number
}
export interface AllergyItem extends Item {
  readonly text: string
  readonly criticality: string | null
}
export interface MedicineItem extends Item {
  readonly code: string | null
  readonly text: string
  readonly strength: string | null
  readonly dose: string | null
  readonly quantity: string | null
  readonly orderedAt: string | null
  readonly encounterRef: string | null
}
export interface ValueItem extends Item {
  readonly code: string | null
  readonly name: string
  /** Number when the sender's text parses cleanly, else null and `text` holds it as sent (`<0.5`, `Âm tính`). */
  readonly value: number | null
  readonly text: string
  readonly unit: string | null
  readonly at: string | null
}
/** One laboratory test or vital sign over time, over all facilities, oldest first. */
export interface Trend {
  readonly key: string
  readonly name: string
  readonly unit: string | null
  readonly kind: 'laboratory' | 'vital-sign'
  readonly points: readonly ValueItem[]
}

export interface TimelineEntry extends Item {
  readonly encounterRef: string
  /** 01…16 of MA_LOAI_KCB said in Vietnamese, e.g. "Điều trị nội trú". */
  readonly typeText: string
  readonly class: 'AMB' | 'IMP' | 'EMER' | 'SS' | 'HH' | 'VR' | 'OTHER'
  readonly status: 'in-progress' | 'finished'
  readonly start: string | null
  readonly end: string | null
  readonly facilityCode: string
  readonly facilityName: string
  readonly reason: string | null
  readonly diagnosis: string | null
  readonly outcome: string | null
  readonly departments: readonly string[]
  readonly counts: {
    readonly medicines: number
    readonly procedures: number
    readonly results: number
    readonly documents: number
  }
  readonly medicines: readonly MedicineItem[]
  readonly procedures: readonly ProcedureItem[]
  readonly results: readonly ValueItem[]
  readonly notes: readonly NoteItem[]
  /** Where the patient goes next: referral out, appointment. */
  readonly next: readonly NextItem[]
  /** Money, đồng as decimal strings. */
  readonly cost: { readonly total: string; readonly insurance: string; readonly patient: string } | null
}
export interface ProcedureItem extends Item {
  readonly code: string | null
  readonly text: string
  readonly at: string | null
  readonly conclusion: string | null
}
export interface NoteItem extends Item {
  readonly at: string | null
  readonly text: string
}
export interface NextItem extends Item {
  readonly kind: 'referral' | 'appointment'
  readonly at: string | null
  readonly text: string
}
export interface DocumentItem extends Item {
  readonly kind:
    | 'discharge-paper'
    | 'discharge-summary'
    | 'referral-form'
    | 'appointment-slip'
    | 'death-notice'
    | 'driver-certificate'
    | 'other'
  readonly title: string
  readonly at: string | null
  readonly author: string | null
  /** Headed paragraphs in the order of the form. */
  readonly sections: readonly { readonly title: string; readonly text: string }[]
}

export interface PersonNumber {
  /** `citizen-id`, `insurance-number`. */
  readonly kind: string
  readonly masked: string
  /** `disputed`: another person holds it. */
  readonly status: 'active' | 'historic' | 'disputed' | 'rejected'
  readonly level: 'none' | 'declared' | 'document-seen' | 'chip-read' | 'population-verified'
  /** In how many records. */
  readonly mentions: number
}

// GET /api/persons/{personId}/record
export interface PersonRecord {
  readonly person: PersonHit & {
    readonly phone: string | null
    readonly ethnicity: string | null
    readonly bloodGroup: string | null
    readonly deceasedAt: string | null
    /** The facility patients that make up the person. */
    readonly patients: readonly {
      readonly ref: string
      readonly facilityCode: string
      readonly facilityName: string
      readonly localId: string
      readonly joinedBy: 'computed' | 'decided'
    }[]
    readonly coverages: readonly (Item & {
      readonly cardMasked: string
      readonly from: string | null
      readonly to: string | null
      readonly registeredAt: string | null
      readonly level: string | null
    })[]
    /** Every number that the records mention: whether this person holds it, and how well it was checked. */
    readonly numbers: readonly PersonNumber[]
    /** Questions about who this is that wait for a human. */
    readonly reviews: readonly { readonly reason: string; readonly at: string }[]
  }
  readonly problems: readonly ProblemItem[]
  readonly allergies: readonly AllergyItem[]
  readonly medicines: readonly MedicineItem[]
  readonly lastValues: readonly ValueItem[]
  readonly trends: readonly Trend[]
  readonly timeline: readonly TimelineEntry[]
  readonly documents: readonly DocumentItem[]
  /** True when the timeline was cut; ask again with ?before=<start of the last entry>. */
  readonly more: boolean
}

// GET /api/persons/{personId}/why-one   why the person's records are one
export interface PersonWhyOne {
  /** The record that the others are told beside (`Patient/…`); null: none may be shown. */
  readonly first: string | null
  /** Each of the others once. */
  readonly others: readonly {
    readonly ref: string
    readonly with: string
    /** 0 to 1, of the two being one human. */
    readonly chance: number
    /** What was compared, the weightiest first; positive bits speak for one human. */
    readonly lines: readonly { readonly sentence: string; readonly bits: number }[]
    /** What kept the computer from joining these two by itself. */
    readonly guards: readonly string[]
    /** A person's answer about these two. */
    readonly decided: { readonly by: string; readonly at: string; readonly why: string } | null
  }[]
  /** Records that were not compared, when there are very many. */
  readonly more: number
}
