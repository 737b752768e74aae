import type { FacilityMessage, TableId } from '#vocabulary/bhyt'
import { writtenText } from '#vocabulary/demographics/answers'
import type { FamilySays } from './person-says.types.ts'
import { listOf, rowsOf, type Values } from './rows.ts'
import { relativeNamed } from './words-of-person.ts'

/** Papers with HO_TEN_ME and HO_TEN_CHA: those of a patient who is a child (QĐ 4750, bảng 7, 8, 11). */
const papersOfChildren: readonly TableId[] = ['XML7', 'XML8', 'XML11']

/** Who is older and has parents on a paper gave birth: they are her child's. */
const childhood = 16

/** The parents of the patient of a visit, and the number of its birth certificate when bảng 9 is about the patient. */
export function familyInVisit(message: FacilityMessage, summary: Values): FamilySays | undefined {
  const born = bornIn(message, summary)
  for (const table of papersOfChildren) {
    const paper = rowsOf(message, table)[0]
    const family = paper && familyOnPaper(paper.values, summary)
    if (family)
      return {
        mother: born?.mother ?? family.mother,
        father: born?.father ?? family.father,
        birthCertificate: born?.birthCertificate ?? null,
      }
  }
  return born
}

/** HO_TEN_ME and HO_TEN_CHA of one paper. */
export function familyOnPaper(paper: Values, { NGAY_SINH, NGAY_VAO }: Values): FamilySays | undefined {
  if (paper.HO_TEN_ME === undefined && paper.HO_TEN_CHA === undefined) return undefined
  if (yearIn(NGAY_VAO) - yearIn(NGAY_SINH) >= childhood) return undefined
  return {
    mother: relativeNamed(paper.HO_TEN_ME),
    father: relativeNamed(paper.HO_TEN_CHA),
    birthCertificate: null,
  }
}

/**
 * Bảng 9 comes with the mother's visit as a rule, and then says nothing of the patient's own parents. It is about a patient who
 * was born on its day. Which of twins it is only the temporary card tells: SO_CON counts the children of the delivery, so it
 * is nobody's number in it.
 */
function bornIn(message: FacilityMessage, summary: Values): FamilySays | undefined {
  const day = summary.NGAY_SINH?.slice(0, 8)
  if (day?.length !== 8) return undefined
  const rows = rowsOf(message, 'XML9').filter(({ values }) => values.NGAY_SINH_CON?.slice(0, 8) === day)
  const [first] = rows
  if (!first) return undefined
  const cards = listOf(summary.MA_THE_BHYT)
  const own = rows.length === 1 ? first : rows.find(({ values }) => cards.includes(values.MA_THE_TAM ?? ''))
  const { HO_TEN_NND, SO_CCCD_NND, HO_TEN_CHA } = first.values
  return {
    mother: relativeNamed(HO_TEN_NND, SO_CCCD_NND),
    father: relativeNamed(HO_TEN_CHA),
    birthCertificate: writtenText(own?.values.SO),
  }
}

/** Of yyyyMMdd…, yyyy-MM-dd and dd/MM/yyyy. */
function yearIn(date: string | undefined): number {
  return Number(date?.[2] === '/' ? date.slice(6, 10) : date?.slice(0, 4))
}
