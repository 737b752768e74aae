import { secondNamed, segmentNamed } from './facility-of.ts'
import type { Hl7Message } from './hl7v2.types.ts'
import { localNumber, numbersOf } from './patient-numbers.ts'

const valueIn = (message: Hl7Message, name: string, field: number): string => {
  const value = segmentNamed(message, name)?.get(field, 1, 1, 1) ?? ''
  return value === '""' ? '' : value
}

/** The local number in the second PID; as it stands when none is plainly the sender's. */
function otherNumber(message: Hl7Message): string {
  const other = secondNamed(message, 'PID')
  const numbers = numbersOf(other, 3, message, null)
  const local = localNumber(numbers)
  return 'found' in local ? local.found : (numbers.find(({ kind }) => kind === 'local')?.value ?? '')
}

/** The visit's number: PV1-19, else the account PID-18 by which many systems number their visits. '' when neither. */
export const visitNumberOf = (message: Hl7Message): string =>
  valueIn(message, 'PV1', 19) || valueIn(message, 'PID', 18)

/** The key under which all ADT messages of a visit stand. */
export const visitKey = (visitNumber: string) => `adt:${visitNumber}`
/** The key of what a document says, also when another document refers to it. */
export const documentKey = (documentNumber: string) => `document:${documentNumber}`

/** Order numbers: the placer's (ORC-2, OBR-2) and the filler's (ORC-3, OBR-3); '' when absent. */
export function orderNumbersOf(message: Hl7Message): { readonly placer: string; readonly filler: string } {
  return {
    placer: valueIn(message, 'OBR', 2) || valueIn(message, 'ORC', 2),
    filler: valueIn(message, 'OBR', 3) || valueIn(message, 'ORC', 3),
  }
}

/**
 * The key under which a later message of the same thing replaces this one; null when the number it is made of is missing.
 * Merges stand apart from the patient's own data: an A31 that follows an A40 must not replace it. A link and its undoing
 * stand under the same two numbers, whichever is named first: what was said last counts.
 */
export function messageKey(message: Hl7Message, localId: string): string | null {
  const numbered = (prefix: string, number: string) => (number ? `${prefix}:${number}` : null)
  switch (message.type) {
    case 'ADT': {
      if (message.trigger === 'A40') return numbered('adt-merge', joined(localId, valueIn(message, 'MRG', 1)))
      if (isAboutLinks(message.trigger))
        return numbered('adt-link', joined(...ordered(localId, otherNumber(message))))
      const visit = isAboutPatient(message.trigger) ? '' : visitNumberOf(message)
      return visit ? visitKey(visit) : numbered('adt-patient', localId)
    }
    case 'ORM': {
      const { placer, filler } = orderNumbersOf(message)
      return numbered('order', placer || filler)
    }
    case 'ORU': {
      // A laboratory sends the panels of one tube apart, each under the tube's number: the panel's code tells them apart.
      const { placer, filler } = orderNumbersOf(message)
      const number = filler || placer
      return number ? `result:${number}/${valueIn(message, 'OBR', 4)}` : null
    }
    case 'SIU':
      return numbered('appointment', valueIn(message, 'SCH', 2) || valueIn(message, 'SCH', 1))
    case 'MDM': {
      const number = valueIn(message, 'TXA', 12)
      return number ? documentKey(number) : null
    }
    case 'VXU': {
      const order = valueIn(message, 'ORC', 3) || valueIn(message, 'ORC', 2)
      const given = joined(valueIn(message, 'RXA', 3), valueIn(message, 'RXA', 5))
      if (order) return `vaccination:${order}`
      return given ? `vaccination:${localId}/${given}` : null
    }
    default:
      return null
  }
}

/** A28 adds a person, A31 updates one: neither speaks of a visit (v2.5.1, 3.3.28, 3.3.31). */
export const isAboutPatient = (trigger: string) =>
  trigger === 'A28' || trigger === 'A31' || trigger === 'A40' || isAboutLinks(trigger)

/** A24 says that two numbers are one human, A37 that they are not; each has two PIDs (v2.5.1, 3.3.24, 3.3.37). */
export const isAboutLinks = (trigger: string) => trigger === 'A24' || trigger === 'A37'

const ordered = (a: string, b: string): [string, string] => (a <= b ? [a, b] : [b, a])
const joined = (a: string, b: string): string => (a && b ? `${a}/${b}` : '')
