/** Numbers that people are known by: read from whatever a field holds, packed, compared. */

/** How far two records agree: citizen and BHXH numbers by edits, the others exactly; and when two numbers are two humans. */
export {
  compareExactly,
  compareNumbers,
  contradicts,
  isOneEditApart,
  NumberLevel,
} from './compare-numbers.ts'
export type { DummySet, LearnedDummy, ValueHolder } from './dummies.ts'
/** Numbers filled in to get past a box: known by their face, or learned because too many names hold them. */
export { dummyLimits, dummySet, isSeededDummy, learnDummies } from './dummies.ts'
export type {
  IdentifierFound,
  IdentifierSystem,
  NumberFeatures,
  NumberOwner,
  PackedNumbers,
} from './number.types.ts'
/** The systems of numbers, and what may be doubtful about one. */
export { identifierSystems, NumberFlag } from './number.types.ts'
/** A value as one whole number, and the birth year inside a packed citizen number. */
export { citizenBirthYear, packNumber } from './pack-number.ts'
export type { CardQr } from './read-card-qr.ts'
/** The QR code of a chip card. */
export { readCardQr } from './read-card-qr.ts'
/** Each field of a record, and all of them. */
export { readCitizenField } from './read-citizen-field.ts'
export { readInsuranceField } from './read-insurance-field.ts'
export type { NumberFields } from './read-numbers.ts'
export { packNumbers, readNumbers } from './read-numbers.ts'
export { readBirthCertificateField, readPassportField } from './read-other-fields.ts'
export { readPhoneField } from './read-phone-field.ts'
