import type { NamingSystem } from 'fhir/r4'
import { identifierSystems } from '#vocabulary/fhir'

/** Identifier systems that are one for the province. Those of a facility (`sid/mrn/79001`…) are as many as facilities. */
const systems: readonly (readonly [uri: string, name: string, description: string])[] = [
  [identifierSystems.citizenId, 'CitizenId', 'Số định danh cá nhân (số căn cước): 12 chữ số.'],
  [identifierSystems.oldIdCard, 'OldIdCard', 'Số chứng minh nhân dân cũ: 9 chữ số.'],
  [identifierSystems.passport, 'Passport', 'Số hộ chiếu.'],
  [identifierSystems.insuranceCard, 'InsuranceCard', 'Mã thẻ bảo hiểm y tế: 15 ký tự.'],
  [identifierSystems.insuranceNumber, 'InsuranceNumber', 'Mã số bảo hiểm xã hội: 10 chữ số.'],
  [identifierSystems.facility, 'Facility', 'Mã cơ sở khám bệnh, chữa bệnh (CSKCB): 5 chữ số.'],
  [identifierSystems.licence, 'Licence', 'Số giấy phép hành nghề khám bệnh, chữa bệnh.'],
  [identifierSystems.receipt, 'Receipt', 'Một bản ghi trong một lần tiếp nhận của hệ thống này.'],
  [identifierSystems.referralLetter, 'ReferralLetter', 'Số phiếu chuyển cơ sở khám bệnh, chữa bệnh.'],
]

/** Naming systems of the product; each has the end of its URI as id. */
export const namingSystems = (): NamingSystem[] =>
  systems.map(([uri, name, description]) => ({
    resourceType: 'NamingSystem',
    id: uri.slice(uri.lastIndexOf('/') + 1),
    name,
    status: 'active',
    kind: 'identifier',
    date: '2026-11-01',
    publisher: 'Mạch',
    description,
    uniqueId: [{ type: 'uri', value: uri, preferred: true }],
  }))
