import type { DemographicRecord, RelativeNamed } from '#vocabulary/demographics'
import { emptyWords, writtenText } from '#vocabulary/demographics/answers'
import type { DraftPerson } from '../draft.types.ts'
import { dayOf, listText, relativeNamed } from '../words-of-person.ts'
import type { Fields } from './fields.ts'

/** The patient in the record's words, also where they could not be read. Looks only: what is taken stays who takes it. */
export function wordsOfRecord(
  fields: Fields,
  sex: DraftPerson['sex'],
  writtenAt: string | null,
): DemographicRecord {
  const said = (name: string) => writtenText(fields.see(name))
  return {
    ...emptyWords,
    fullName: said('hoten'),
    // An age says the year, with the day on which it was written.
    birthDate: said('ngaysinh') ?? said('tuoi'),
    sex,
    citizenNumber: listText([fields.see('cccd_so'), fields.see('cmnd_so')]),
    insuranceNumber: said('mabhyt'),
    passportNumber: said('hochieu_so'),
    phone: said('sodienthoai'),
    address: {
      text: addressIn(fields),
      provinceCode: said('tinhthanh_ma'),
      districtCode: said('quanhuyen_ma'),
      wardCode: said('xaphuong_ma'),
    },
    ...parentIn(fields.see('hotennguoithan')),
    recordedOn: dayOf(writtenAt),
  }
}

/** `diachi` is the house alone in some records and the whole address in others. */
function addressIn(fields: Fields): string | null {
  const whole = fields.see('diachi') ?? ''
  const parts = ['sonha', 'thonpho', 'xaphuong', 'quanhuyen', 'tinhthanh'].map((name) => fields.see(name))
  return writtenText(
    [whole, ...parts.filter((part) => part && !whole.includes(part))].filter(Boolean).join(', '),
  )
}

/** One field for any relative: “Mẹ: Nguyễn Thị Mẫu”. Without the word nobody knows who it is. */
function parentIn(relative: string | undefined): { mother?: RelativeNamed; father?: RelativeNamed } {
  const colon = relative?.indexOf(':') ?? -1
  if (!relative || colon < 0) return {}
  const named = relativeNamed(relative.slice(colon + 1))
  const parent = parents.get(relative.slice(0, colon).trim().toLowerCase())
  return named && parent ? { [parent]: named } : {}
}

const parents: ReadonlyMap<string, 'mother' | 'father'> = new Map([
  ['mẹ', 'mother'],
  ['mẹ đẻ', 'mother'],
  ['cha', 'father'],
  ['bố', 'father'],
  ['bố đẻ', 'father'],
])
