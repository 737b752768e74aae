/** The store takes some thousands of patients at once. */
const patientsAtOnce = 1_000

/** Lists of patients that one question may name; null: everybody. */
export function* patientChunks(ids: readonly string[] | null): Iterable<readonly string[] | null> {
  if (ids === null) yield null
  else for (let at = 0; at < ids.length; at += patientsAtOnce) yield ids.slice(at, at + patientsAtOnce)
}
