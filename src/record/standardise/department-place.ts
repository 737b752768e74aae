import type { Location, Reference } from 'fhir/r4'
import { departmentName } from '#vocabulary/catalogues'
import { codeSystems, identifierSystems } from '#vocabulary/fhir'

/** Khoa: the same code is another place in another facility. */
export function departmentPlace(
  facilityCode: string,
  code: string,
  name: string,
  facility: Reference,
): Omit<Location, 'id'> {
  const display = departmentName(code)
  return {
    resourceType: 'Location',
    status: 'active',
    mode: 'instance',
    identifier: [{ system: identifierSystems.department(facilityCode), value: code }],
    type: [{ coding: [{ system: codeSystems.department, code, ...(display ? { display } : {}) }] }],
    name,
    managingOrganization: facility,
  }
}
