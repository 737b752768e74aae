import type { Address, CodeableConcept, Extension, Identifier, Reference, RelatedPerson } from 'fhir/r4'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { bhytDate, parseCitizenId, parseOldIdCard, parsePassport } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { DraftBuilder } from './draft-builder.ts'
import { ethnicityOf, nationalityOf, place } from './map-patient.ts'
import type { Values } from './rows.ts'
import { sentOnly } from './values.ts'

/** Who stands behind a section of the birth certificate, by the section's code. */
export type MappedParents = Readonly<Record<string, Reference | undefined>>

/**
 * Bảng 9 names the mother or carer (NND) with number, birth, home, and the father by name. On the mother's own visit NND
 * is the patient; on the newborn's visit she is the parent: v3-RoleCode PRN, "one who begets, gives birth to, or nurtures
 * and raises", is exactly "mẹ hoặc người nuôi dưỡng". The father of the child is nobody's kin by any code on the
 * mother's visit, so his role stands in words.
 */
export function mapParents(
  draft: DraftBuilder,
  values: Values,
  summary: Values,
  key: string,
  source: SourceRow,
): MappedParents {
  const isSelf = isPatient(values, summary)
  return {
    mother: mapMother(draft, values, isSelf, key, source),
    father: values.HO_TEN_CHA
      ? draft.add<RelatedPerson>(
          {
            resourceType: 'RelatedPerson',
            patient: draft.patient,
            relationship: [isSelf ? { text: 'Cha của con' } : roleOf('FTH', 'father', 'Cha')],
            name: [{ text: values.HO_TEN_CHA }],
          },
          `${key}|father`,
          source,
        )
      : undefined,
  }
}

/** A paper that came alone is about her whom it names. */
function isPatient(values: Values, summary: Values): boolean {
  if (!summary.MA_BN) return true
  return values.SO_CCCD_NND
    ? values.SO_CCCD_NND === summary.SO_CCCD
    : values.HO_TEN_NND !== undefined && values.HO_TEN_NND === summary.HO_TEN
}

function mapMother(
  draft: DraftBuilder,
  values: Values,
  isSelf: boolean,
  key: string,
  source: SourceRow,
): Reference | undefined {
  if (!values.HO_TEN_NND && !values.SO_CCCD_NND) return undefined
  const mother: Omit<RelatedPerson, 'id'> = {
    resourceType: 'RelatedPerson',
    patient: draft.patient,
    relationship: [
      isSelf
        ? roleOf('ONESELF', 'self', 'Mẹ hoặc người nuôi dưỡng')
        : roleOf('PRN', 'parent', 'Mẹ hoặc người nuôi dưỡng'),
    ],
  }
  const identifier = identifiersOf(values)
  if (identifier.length) mother.identifier = identifier
  if (values.HO_TEN_NND) mother.name = [{ text: values.HO_TEN_NND }]
  const birth = values.NGAYSINH_NND && bhytDate(values.NGAYSINH_NND)
  if (birth) mother.birthDate = birth
  const address = addressOf(values)
  if (address) mother.address = [address]
  const extension = sentOnly([
    values.MA_DANTOC_NND ? ethnicityOf(values.MA_DANTOC_NND) : undefined,
    values.MA_QUOCTICH ? nationalityOf(values.MA_QUOCTICH) : undefined,
  ])
  if (extension) mother.extension = extension
  return draft.add<RelatedPerson>(mother, `${key}|mother`, source)
}

const roleOf = (code: string, display: string, text: string): CodeableConcept => ({
  coding: [{ system: codeSystems.roleCode, code, display }],
  text,
})

/** Day and place of issue stand with the number they belong to. */
function identifiersOf(values: Values): Identifier[] {
  const identifiers: Identifier[] = []
  const { SO_CCCD_NND: number, NGAYCAP_CCCD_NND: issued, NOICAP_CCCD_NND: by } = values
  const issuedOn = issued && bhytDate(issued)
  if (number)
    identifiers.push({
      ...numberOf(number),
      ...(issuedOn ? { period: { start: issuedOn } } : {}),
      ...(by ? { assigner: { display: by } } : {}),
    })
  if (values.MA_BHXH_NND)
    identifiers.push({ system: identifierSystems.insuranceNumber, value: values.MA_BHXH_NND })
  if (values.MA_THE_NND)
    identifiers.push({ system: identifierSystems.insuranceCard, value: values.MA_THE_NND })
  return identifiers
}

/** A number that is none of the three is kept as written, under no system, so that nothing is joined by it. */
function numberOf(number: string): Identifier {
  if (parseCitizenId(number).ok)
    return { use: 'official', system: identifierSystems.citizenId, value: number }
  if (parseOldIdCard(number).ok) return { use: 'old', system: identifierSystems.oldIdCard, value: number }
  if (parsePassport(number).ok) return { system: identifierSystems.passport, value: number }
  return { use: 'temp', value: number }
}

function addressOf(values: Values): Address | undefined {
  const {
    NOI_CU_TRU_NND: text,
    MATINH_CU_TRU: province,
    MAHUYEN_CU_TRU: district,
    MAXA_CU_TRU: ward,
  } = values
  const extension: Extension[] | undefined = sentOnly([
    province ? place(extensions.provinceCode, codeSystems.province, province) : undefined,
    district ? place(extensions.districtCode, codeSystems.district, district) : undefined,
    ward ? place(extensions.wardCode, codeSystems.ward, ward) : undefined,
  ])
  if (!text && !extension) return undefined
  return { use: 'home', ...(text ? { text } : {}), ...(extension ? { extension } : {}) }
}
