import type { Coverage, Patient } from 'fhir/r4'
import { bhytTime } from '#vocabulary/bhyt-fhir'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { insuranceNumberOf, parseInsuranceCard } from '#vocabulary/vietnam'
import type { RowValues } from './restate.types.ts'
import { codeOf, extensionOf, joined, numberUnder, type VisitBook } from './visit-book.ts'

/** Who the patient is, under the names of bảng 1. */
export function sayPatient(patient: Patient, facilityCode: string): RowValues {
  const address = patient.address?.find(({ use }) => use !== 'old') ?? patient.address?.[0]
  const place = (url: string) => extensionOf(address, url)?.valueCoding?.code
  const nationality = extensionOf(patient, extensions.nationality)
  return {
    MA_BN: numberUnder(patient.identifier, identifierSystems.mrn(facilityCode)),
    HO_TEN: nameOf(patient),
    SO_CCCD: idNumberOf(patient),
    NGAY_SINH: birthOf(patient),
    GIOI_TINH: sexes[patient.gender ?? ''],
    MA_QUOCTICH: codeOf(extensionOf(nationality, 'code')?.valueCodeableConcept, codeSystems.nationality),
    MA_DANTOC: codeOf(
      extensionOf(patient, extensions.ethnicity)?.valueCodeableConcept,
      codeSystems.ethnicGroup,
    ),
    MA_NGHE_NGHIEP: codeOf(
      extensionOf(patient, extensions.occupation)?.valueCodeableConcept,
      codeSystems.occupation,
    ),
    DIA_CHI: address?.text,
    MATINH_CU_TRU: place(extensions.provinceCode),
    MAHUYEN_CU_TRU: place(extensions.districtCode),
    MAXA_CU_TRU: place(extensions.wardCode),
    DIEN_THOAI: patient.telecom?.find(({ system }) => system === 'phone')?.value,
  }
}

const sexes: Readonly<Record<string, string>> = { male: '1', female: '2', unknown: '3', other: '3' }

function nameOf({ name }: Patient): string | undefined {
  const one = name?.find(({ use }) => use === 'official') ?? name?.[0]
  return one?.text ?? ([one?.family, ...(one?.given ?? [])].filter(Boolean).join(' ') || undefined)
}

function idNumberOf({ identifier }: Patient): string | undefined {
  const { citizenId, passport, oldIdCard } = identifierSystems
  for (const system of [citizenId, passport, oldIdCard]) {
    const number = numberUnder(identifier, system)
    if (number) return number
  }
  return identifier?.find(({ use, system }) => use === 'temp' && !system)?.value
}

/** Twelve digits, what is not known as zeros. */
function birthOf(patient: Patient): string | undefined {
  const date = bhytTime(patient.birthDate)
  if (!date) return undefined
  return (
    bhytTime(extensionOf(patient._birthDate, extensions.birthTime)?.valueDateTime) ?? date.padEnd(12, '0')
  )
}

/** Cards, in parallel lists; in the order of the Claim, which is that of the sender. */
export function sayCoverages(book: VisitBook): RowValues {
  const coverages = coveragesOf(book)
  const [first] = coverages
  if (!first) return {}
  const exempt = extensionOf(first, extensions.coPayExemptFrom)
  return {
    MA_THE_BHYT: joined(coverages.map(({ subscriberId }) => subscriberId)),
    MA_DKBD: joined(
      coverages.map((each) =>
        book.facility(extensionOf(each, extensions.registeredFacility)?.valueReference),
      ),
    ),
    GT_THE_TU: joined(coverages.map(({ period }) => bhytTime(period?.start))),
    GT_THE_DEN: joined(coverages.map(({ period }) => bhytTime(period?.end))),
    NGAY_MIEN_CCT: bhytTime(exempt?.valueDateTime ?? exempt?.valueDate),
    NAM_NAM_LIEN_TUC: bhytTime(extensionOf(first, extensions.fiveYearsFrom)?.valueDate),
    MA_KHUVUC: first.class?.find(({ type }) => codeOf(type, codeSystems.coverageClass) === 'area')?.value,
  }
}

function coveragesOf(book: VisitBook): Coverage[] {
  const all = book.all('Coverage').map(({ resource }) => resource)
  const claimed = (book.first('Claim')?.insurance ?? []).flatMap(({ coverage }) => {
    const one = book.get<Coverage>(coverage)
    return one ? [one] : []
  })
  return claimed.length === all.length
    ? claimed
    : all.sort((a, b) => (a.period?.start ?? '').localeCompare(b.period?.start ?? ''))
}

/** The number in the first card, which papers ask for alone (MA_BHXH). */
export function insuranceNumberIn(
  cards: string | undefined,
  registered: string | undefined,
): string | undefined {
  const card = parseInsuranceCard(cards?.split(';')[0] ?? '', registered?.split(';')[0])
  return (card.ok && insuranceNumberOf(card.value)) || undefined
}
