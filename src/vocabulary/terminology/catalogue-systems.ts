import type { CodeSystem, CodeSystemConcept, ValueSet } from 'fhir/r4'

import { icd10Names, type ListName, list, wards2025 } from '#vocabulary/catalogues'
import { codeSystems } from '#vocabulary/fhir'
import { validPeriodExtension } from './code-system.ts'
import type { ResourceSource } from './library.ts'

/** The day on which the provinces of 2025 and their wards came into force. */
const reform = '2025-07-01'

interface Catalogue {
  readonly system: string
  readonly id: string
  readonly title: string
  /** `fragment`: more codes are in use than the list has, so an unknown one is not wrong. */
  readonly content: 'complete' | 'fragment'
  readonly concepts: () => CodeSystemConcept[]
}

/** The catalogues as FHIR knows code lists. Lists whose codes stand in no resource are left out. */
const catalogues: readonly Catalogue[] = [
  {
    system: codeSystems.icd10,
    id: 'icd-10',
    title: 'ICD-10, bản tiếng Việt (QĐ 4469/QĐ-BYT)',
    content: 'complete',
    concepts: icd10Concepts,
  },
  {
    system: codeSystems.province,
    id: 'province',
    title: 'Tỉnh, thành phố trực thuộc trung ương',
    content: 'complete',
    concepts: provinceConcepts,
  },
  // Wards before the reform are not carried; their numbers stand in older addresses.
  {
    system: codeSystems.ward,
    id: 'ward',
    title: 'Xã, phường, đặc khu',
    content: 'fragment',
    concepts: wardConcepts,
  },
  // Compound departments (`K02.D35`) are made as they are needed.
  small('department', 'departments', 'Khoa', 'fragment'),
  small('ethnicGroup', 'ethnicGroups', 'Dân tộc'),
  small('coverageRoute', 'coverageRoutes', 'Đối tượng đến khám theo BHYT'),
  small('visitType', 'visitTypes', 'Loại khám bệnh, chữa bệnh'),
  small('outcome', 'outcomes', 'Kết quả điều trị'),
  small('dischargeType', 'dischargeTypes', 'Loại ra viện'),
  small('accident', 'accidents', 'Tai nạn thương tích'),
  small('costGroup', 'costGroups', 'Nhóm chi phí'),
  small('scope', 'scopes', 'Phạm vi chi trả'),
  small('paymentMethod', 'paymentMethods', 'Phương thức thanh toán'),
  small('anaesthesia', 'anaesthesia', 'Phương pháp vô cảm'),
  small('transferReason', 'transferReasons', 'Lý do chuyển cơ sở khám bệnh, chữa bệnh'),
  small('route', 'medicineRoutes', 'Đường dùng thuốc', 'fragment'),
  small('nationality', 'nationalities', 'Quốc tịch', 'fragment'),
]

function small(
  key: Exclude<keyof typeof codeSystems, 'care'>,
  name: ListName,
  title: string,
  content: Catalogue['content'] = 'complete',
): Catalogue {
  const system = codeSystems[key]
  const id = system.slice(system.lastIndexOf('/') + 1)
  const concepts = () => Object.entries(list(name)).map(([code, display]) => ({ code, display }))
  return { system, id, title, content, concepts }
}

const setUrl = (id: string) => `https://mach.vn/fhir/ValueSet/${id}`

/** Each catalogue as a CodeSystem under its own URL and as the ValueSet of all its codes. */
export function catalogueSystems(): ResourceSource {
  const bySystem = new Map(catalogues.map((catalogue) => [catalogue.system, catalogue]))
  const bySet = new Map(catalogues.map((catalogue) => [setUrl(catalogue.id), catalogue]))
  return {
    find(type, url) {
      const catalogue = (type === 'CodeSystem' ? bySystem : type === 'ValueSet' ? bySet : undefined)?.get(url)
      if (!catalogue) return []
      return [type === 'CodeSystem' ? codeSystemOf(catalogue) : valueSetOf(catalogue)]
    },
    urls: (type) =>
      type === 'CodeSystem' ? [...bySystem.keys()] : type === 'ValueSet' ? [...bySet.keys()] : [],
  }
}

const codeSystemOf = ({ system, id, title, content, concepts }: Catalogue): CodeSystem => ({
  resourceType: 'CodeSystem',
  id,
  url: system,
  title,
  language: 'vi',
  status: 'active',
  caseSensitive: true,
  valueSet: setUrl(id),
  content,
  concept: concepts(),
})

const valueSetOf = ({ system, id, title }: Catalogue): ValueSet => ({
  resourceType: 'ValueSet',
  id,
  url: setUrl(id),
  title,
  language: 'vi',
  status: 'active',
  compose: { include: [{ system }] },
})

/** Categories, and subdivisions below the longest listed code they begin with: A15 › A15.0 › A15.01. */
function icd10Concepts(): CodeSystemConcept[] {
  const top: CodeSystemConcept[] = []
  const byCode = new Map<string, CodeSystemConcept>()
  for (const [code, display] of icd10Names()) byCode.set(code, { code, display })
  for (const [code, concept] of byCode) {
    const parent =
      byCode.get(code.length > 5 ? code.slice(0, -1) : code.slice(0, 3)) ?? byCode.get(code.slice(0, 3))
    if (!parent || parent === concept) top.push(concept)
    else if (parent.concept) parent.concept.push(concept)
    else parent.concept = [concept]
  }
  return top
}

/** Codes survived the reform of 2025, some names did not, and some codes are no longer given. */
function provinceConcepts(): CodeSystemConcept[] {
  const now = list('provinces2025')
  const before = list('provincesBefore2025')
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().map((code) => {
    const name = now[code]
    const oldName = before[code]
    if (name === undefined) {
      return { code, display: oldName, property: [{ code: 'retirementDate', valueDateTime: reform }] }
    }
    if (oldName === undefined) {
      return { code, display: name, property: [{ code: 'effectiveDate', valueDateTime: reform }] }
    }
    if (oldName === name) return { code, display: name }
    const extension = [{ url: validPeriodExtension, valuePeriod: { end: reform } }]
    return { code, display: name, designation: [{ language: 'vi', value: oldName, extension }] }
  })
}

function wardConcepts(): CodeSystemConcept[] {
  return [...wards2025()].map(([code, { province, name }]) => ({
    code,
    display: name,
    property: [
      { code: 'effectiveDate', valueDateTime: reform },
      { code: 'province', valueCode: province },
    ],
  }))
}
