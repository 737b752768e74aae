import type { Composition, RelatedPerson } from 'fhir/r4'
import { bhytTime } from '#vocabulary/bhyt-fhir'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { fill } from './row-shelf.ts'
import { codeOf, extensionOf, numberUnder, type VisitBook } from './visit-book.ts'

/** Bảng 9: the mother or carer, who stands behind the section of her name. */
export function sayParents(book: VisitBook, composition: Composition, values: RowValues): void {
  const entry = composition.section?.find(
    ({ code }) => codeOf(code, codeSystems.documentSection) === 'mother',
  )?.entry?.[0]
  const mother = book.get<RelatedPerson>(entry)
  if (!mother) return
  const { citizenId, oldIdCard, passport, insuranceNumber, insuranceCard } = identifierSystems
  const own = mother.identifier?.find(
    ({ system }) =>
      system === undefined || system === citizenId || system === oldIdCard || system === passport,
  )
  const address = mother.address?.[0]
  const place = (url: string) => extensionOf(address, url)?.valueCoding?.code
  const nationality = extensionOf(mother, extensions.nationality)
  fill(values, {
    MA_BHXH_NND: numberUnder(mother.identifier, insuranceNumber),
    MA_THE_NND: numberUnder(mother.identifier, insuranceCard),
    HO_TEN_NND: mother.name?.[0]?.text,
    NGAYSINH_NND: bhytTime(mother.birthDate),
    MA_DANTOC_NND: codeOf(
      extensionOf(mother, extensions.ethnicity)?.valueCodeableConcept,
      codeSystems.ethnicGroup,
    ),
    SO_CCCD_NND: own?.value,
    NGAYCAP_CCCD_NND: bhytTime(own?.period?.start),
    NOICAP_CCCD_NND: own?.assigner?.display,
    NOI_CU_TRU_NND: address?.text,
    MA_QUOCTICH: codeOf(extensionOf(nationality, 'code')?.valueCodeableConcept, codeSystems.nationality),
    MATINH_CU_TRU: place(extensions.provinceCode),
    MAHUYEN_CU_TRU: place(extensions.districtCode),
    MAXA_CU_TRU: place(extensions.wardCode),
  })
}
