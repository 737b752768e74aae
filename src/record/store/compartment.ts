import { compartmentMembers, compartmentParams, tokens } from '#vocabulary/search'
import { hashToken } from './hash-token.ts'

/**
 * Hashes of the tokens by which resources belong to these patients' compartments (FHIR R4, CompartmentDefinition patient) when
 * they are not about them: an appointment they take part in, a provenance of their record, an audit of it. What is about a patient
 * has the patient in its column.
 * @param types null: all of the compartment
 */
export function besideColumn(patientIds: readonly string[], types: readonly string[] | null): string[] {
  const hashes: string[] = []
  const scratch = new Map<string, string>()
  for (const type of types ?? compartmentMembers('Patient'))
    for (const param of compartmentParams('Patient', type))
      if (!param.isPatientColumn)
        for (const id of patientIds)
          hashes.push(hashToken(type, tokens.reference(param.code, `Patient/${id}`), scratch))
  return hashes
}
