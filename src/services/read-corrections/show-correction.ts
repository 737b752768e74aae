import type { Correction } from '#gate/readings'
import type { ReadCorrection } from './api.types.ts'

/** A correction with the names of the facilities, its records gathered by the person each belongs to now. */
export function showCorrection(
  { reading, shown, said, partedAt, ...correction }: Correction,
  names: ReadonlyMap<string, string>,
): ReadCorrection {
  const persons = [...new Set(shown.map(({ personId }) => personId))]
  return {
    ...correction,
    partedAt: partedAt.toISOString(),
    said: said && { ...said, at: said.at.toISOString() },
    reading: {
      ...reading,
      at: reading.at.toISOString(),
      facilityName: reading.facility === null ? null : (names.get(reading.facility) ?? null),
    },
    persons: persons.map((personId) => ({
      personId,
      records: shown
        .filter((each) => each.personId === personId)
        .map(({ patientId, facilityCode, localId }) => ({
          ...{ patientId, facility: facilityCode, localId },
          facilityName: names.get(facilityCode) ?? null,
        })),
    })),
  }
}
