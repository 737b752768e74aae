/** Everything Mạch names by URL. FHIR R4 2.1.24.0.2: a system is an absolute URI that never changes. */
const base = 'https://mach.vn/fhir'

/** Identifier systems. `mrn`, `visit`, `medicalRecord` and `department` are one system per facility. */
export const identifierSystems = {
  citizenId: `${base}/sid/citizen-id`,
  oldIdCard: `${base}/sid/old-id-card`,
  passport: `${base}/sid/passport`,
  insuranceCard: `${base}/sid/insurance-card`,
  insuranceNumber: `${base}/sid/insurance-number`,
  facility: `${base}/sid/facility`,
  licence: `${base}/sid/licence`,
  /** One record of one receipt: `{receiptId}#{number}`. */
  receipt: `${base}/sid/receipt`,
  referralLetter: `${base}/sid/referral-letter`,
  mrn: (facilityCode: string) => `${base}/sid/mrn/${facilityCode}`,
  visit: (facilityCode: string) => `${base}/sid/visit/${facilityCode}`,
  /** Số vào viện: a stay, as the medical record (not the insurance file) numbers it. */
  admission: (facilityCode: string) => `${base}/sid/admission/${facilityCode}`,
  medicalRecord: (facilityCode: string) => `${base}/sid/medical-record/${facilityCode}`,
  department: (facilityCode: string) => `${base}/sid/department/${facilityCode}`,
  document: (facilityCode: string) => `${base}/sid/document/${facilityCode}`,
} as const

/** Code systems: shared Vietnamese lists under our own URLs until the Ministry publishes its own. */
export const codeSystems = {
  drug: `${base}/CodeSystem/bhyt-drug`,
  drugRegistration: `${base}/CodeSystem/drug-registration`,
  service: `${base}/CodeSystem/bhyt-service`,
  supply: `${base}/CodeSystem/bhyt-supply`,
  resultIndex: `${base}/CodeSystem/bhyt-result-index`,
  /** Shared 7-digit codes of laboratory and imaging indicators (QĐ 1227/QĐ-BYT 2025). */
  sharedIndicator: `${base}/CodeSystem/shared-indicator`,
  /** Codes of clinical terms (QĐ 2427, 2493, 2805/QĐ-BYT 2025), `VNCODE` in a HoSoBenhAn. */
  clinicalTerm: `${base}/CodeSystem/clinical-term`,
  route: `${base}/CodeSystem/bhyt-route`,
  costGroup: `${base}/CodeSystem/bhyt-cost-group`,
  scope: `${base}/CodeSystem/bhyt-scope`,
  visitType: `${base}/CodeSystem/bhyt-visit-type`,
  coverageRoute: `${base}/CodeSystem/bhyt-coverage-route`,
  outcome: `${base}/CodeSystem/bhyt-outcome`,
  dischargeType: `${base}/CodeSystem/bhyt-discharge-type`,
  accident: `${base}/CodeSystem/bhyt-accident`,
  admissionReason: `${base}/CodeSystem/bhyt-admission-reason`,
  transferReason: `${base}/CodeSystem/bhyt-transfer-reason`,
  anaesthesia: `${base}/CodeSystem/bhyt-anaesthesia`,
  bodySite: `${base}/CodeSystem/bhyt-body-site`,
  traditionalDisease: `${base}/CodeSystem/bhyt-traditional-disease`,
  paymentMethod: `${base}/CodeSystem/bhyt-payment-method`,
  department: `${base}/CodeSystem/department`,
  ethnicGroup: `${base}/CodeSystem/ethnic-group`,
  nationality: `${base}/CodeSystem/nationality`,
  occupation: `${base}/CodeSystem/occupation`,
  province: `${base}/CodeSystem/province`,
  district: `${base}/CodeSystem/district`,
  ward: `${base}/CodeSystem/ward`,
  documentType: `${base}/CodeSystem/document-type`,
  documentSection: `${base}/CodeSystem/document-section`,
  coverageClass: `${base}/CodeSystem/coverage-class`,
  observation: `${base}/CodeSystem/observation`,
  serviceCategory: `${base}/CodeSystem/service-category`,
  /** Codes of one fact of bảng 6, 12 or 15 (`hiv-viral-load`, `tb-site`): one system per fact. */
  care: (fact: string) => `${base}/CodeSystem/care-${fact}`,
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  icd9cm: 'http://hl7.org/fhir/sid/icd-9-cm',
  loinc: 'http://loinc.org',
  ucum: 'http://unitsofmeasure.org',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  conditionCategory: 'http://terminology.hl7.org/CodeSystem/condition-category',
  diagnosisRole: 'http://terminology.hl7.org/CodeSystem/diagnosis-role',
  diagnosticService: 'http://terminology.hl7.org/CodeSystem/v2-0074',
  claimType: 'http://terminology.hl7.org/CodeSystem/claim-type',
  processPriority: 'http://terminology.hl7.org/CodeSystem/processpriority',
  coverageClassStandard: 'http://terminology.hl7.org/CodeSystem/coverage-class',
  roleCode: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  medicationRequestCategory: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category',
} as const

const ours = (name: string) => `${base}/StructureDefinition/${name}`

/** Extensions. The two of HL7 come first; the rest are ours until a Vietnamese core guide offers its own. */
export const extensions = {
  nationality: 'http://hl7.org/fhir/StructureDefinition/patient-nationality',
  birthTime: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime',
  /** What the sender wrote where the FHIR value is written differently: `86,2`, `52.00`, `> 145`. */
  sentText: ours('sent-text'),
  ethnicity: ours('ethnicity'),
  occupation: ours('occupation'),
  /** Codes of province, district, ward on Address: valueCoding under the unit's own URL. */
  provinceCode: ours('address-province'),
  districtCode: ours('address-district'),
  wardCode: ours('address-ward'),
  coverageRoute: ours('coverage-route'),
  outcome: ours('encounter-outcome'),
  accident: ours('encounter-accident'),
  admittedAt: ours('encounter-admitted-at'),
  admissionReason: ours('encounter-admission-reason'),
  admissionDiagnosis: ours('encounter-admission-diagnosis'),
  finalDiagnosis: ours('encounter-final-diagnosis'),
  traditionalDiagnosis: ours('encounter-traditional-diagnosis'),
  procedureCode: ours('encounter-procedure-code'),
  treatmentMethod: ours('encounter-treatment-method'),
  advice: ours('encounter-advice'),
  /** 1 is the main disease of the visit (MA_BENH_CHINH). */
  diagnosisRank: ours('condition-diagnosis-rank'),
  newbornWeight: ours('encounter-newborn-weight'),
  headOfFacility: ours('head-of-facility'),
  registeredFacility: ours('coverage-registered-facility'),
  coPayExemptFrom: ours('coverage-co-pay-exempt-from'),
  fiveYearsFrom: ours('coverage-five-years-from'),
  temporaryCard: ours('coverage-temporary-card'),
  strength: ours('medication-strength'),
  doseForm: ours('medication-dose-form'),
  preparation: ours('medication-preparation'),
  suppliedBy: ours('medication-supplied-by'),
  department: ours('department'),
  requester: ours('requester'),
  performer: ours('performer'),
  orderedAt: ours('ordered-at'),
  performedAt: ours('performed-at'),
  resultAt: ours('result-at'),
  deviceCode: ours('device-code'),
  anaesthesia: ours('procedure-anaesthesia'),
  reason: ours('reason'),
  traditionalReason: ours('traditional-reason'),
  findings: ours('report-findings'),
  consultation: ours('note-consultation'),
  surgeryNote: ours('note-surgery'),
  diseaseStage: ours('note-disease-stage'),
  encounter: ours('encounter'),
  claimTotals: ours('claim-totals'),
  claimLine: ours('claim-line'),
  settlementMonth: ours('claim-settlement-month'),
  paidAt: ours('claim-paid-at'),
  referralChain: ours('referral-chain'),
  /** Boxes of a paper whose value its text does not say exactly: named parts. */
  paperBoxes: ours('paper-boxes'),
  /** What a fact of bảng 6, 12 or 15 says beside code, value and time: named parts. */
  careParts: ours('care-parts'),
  /** A row of bảng 4 that is more than its Observation, or has none (no GIA_TRI): named parts. */
  resultLine: ours('result-line'),
  /** Unit sent beside a result in words. */
  resultUnit: ours('result-unit'),
  /** On Provenance.target: the table and row a resource was read from, `XML2/3`. */
  sourceRow: ours('source-row'),
} as const
