/** An electronic medical record (HoSoBenhAn) → a draft. */
export { standardiseMedicalRecord } from './standardise-medical-record.ts'
