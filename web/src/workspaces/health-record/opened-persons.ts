import { isSimilarName } from './similar-names'

interface Opened {
  readonly personId: string
  readonly fullName: string
  readonly birthDate: string | null
}

// Kept in memory for this browser tab only: names of patients are not written to the machine.
const opened = new Map<string, Opened>()

/** Remembers who was opened and returns someone else opened before whose name is alike. */
export function rememberOpened({ personId, fullName, birthDate }: Opened): Opened | null {
  const alike = [...opened.values()].findLast(
    (other) => other.personId !== personId && isSimilarName(other.fullName, fullName),
  )
  opened.delete(personId)
  opened.set(personId, { personId, fullName, birthDate })
  return alike ?? null
}
