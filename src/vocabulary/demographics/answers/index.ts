/** Asking who somebody is: what is asked with, and what the identity index answers. */

/** A record that says nothing yet. */
export { emptyWords } from './empty-words.ts'
/** May the index be asked with so little? */
export { areEnoughWords } from './enough-words.ts'
export type {
  CrossReferences,
  IdentityAnswers,
  IdentityMatch,
  IndexedPerson,
  MatchGrade,
  NumberOf,
} from './identity-answers.types.ts'
/** The words of a FHIR Patient; the systems that number people and not a facility's patients. */
export { personalSystems, wordsOfPatient } from './words-of-patient.ts'
/** A text as somebody wrote it, of bounded length. */
export { writtenText } from './written-text.ts'
