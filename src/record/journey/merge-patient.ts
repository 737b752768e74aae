import type { Extension, Identifier, Patient } from 'fhir/r4'

/**
 * One facility's view of a human from two messages. In the tables an empty field means "not said here", never "no
 * longer so": a check-in without a phone does not erase the phone, an old visit sent late fills gaps only, and a death
 * once told stays told. `later` wins where both say something.
 */
export function mergePatient(earlier: Patient, later: Patient): Patient {
  const merged: Patient = { ...earlier, ...later }
  const identifier = union(later.identifier, earlier.identifier, (i: Identifier) => `${i.system}|${i.value}`)
  if (identifier) merged.identifier = identifier
  const extension = union(later.extension, earlier.extension, (e: Extension) => e.url)
  if (extension) merged.extension = extension
  if (merged.deceasedDateTime) delete merged.deceasedBoolean
  delete merged.meta
  return merged
}

/** In the order of the earlier ones, so that a visit sent again changes nothing; `later` wins under the same key. */
function union<T>(
  later: T[] | undefined,
  earlier: T[] | undefined,
  key: (item: T) => string,
): T[] | undefined {
  if (!later || !earlier) return later ?? earlier
  return [...new Map([...earlier, ...later].map((item) => [key(item), item])).values()]
}
