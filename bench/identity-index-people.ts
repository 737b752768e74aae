import { seeded } from '#foundation/linkage'
import type { IncomingRecord } from '#record/identity/links'
import type { IdentityModel } from '#record/identity/model'
import {
  aPlainModel,
  aRecord,
  type PlainFeatures,
  type PlainPool,
} from '../src/record/identity/links/testing.ts'

const surnames = 'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý'.split(' ')
const middles = 'Văn Thị Hữu Đức Ngọc Minh Thanh Quang Thu Kim Xuân Hồng Đình Công Thành Bảo Gia Anh'.split(
  ' ',
)
const givens =
  'An Anh Bình Châu Chi Cường Dung Dũng Dương Duy Đạt Giang Hà Hải Hạnh Hiền Hiếu Hoa Hòa Hùng Hương Huy Khánh Khoa Lan Linh Long Mai Minh Nam Nga Nghĩa Ngọc Nhung Oanh Phong Phúc Phương Quân Quỳnh Sơn Tâm Thắng Thảo Thủy Tiến Trang Trung Tú Tuấn Uyên Vân Việt Vy Yến'.split(
    ' ',
  )

export interface Human {
  readonly records: readonly IncomingRecord[]
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!

/** The n-th human, always the same: what one to four facilities say of them. */
export function benchHuman(n: number): Human {
  const random = seeded(n + 1)
  const name = `${pick(surnames, random)} ${pick(middles, random)} ${pick(givens, random)}`
  const date = new Date(Date.UTC(1940, 0, 1) + Math.floor(random() * 85 * 365) * 86_400_000)
  const birthDate = date.toISOString().slice(0, 10)
  const citizenId = random() < 0.75 ? `0${String(10_000_000_000 + n)}` : null
  const card = random() < 0.7 || citizenId === null ? String(1_000_000_000 + n) : null
  const phone = random() < 0.7 ? `09${String(10_000_000 + (n % 89_999_999))}` : null
  const count = 1 + Math.floor(random() * 4)
  const wardCode = String(20_000 + Math.floor(random() * 3_000))
  const records = Array.from({ length: count }, (_, at) =>
    aRecord({
      ...{ facilityCode: `9990${at}`, localId: `L${n}`, fullName: name, birthDate, citizenId },
      insuranceNumbers: card ? [card] : [],
      words: { phone, address: { text: null, provinceCode: '79', districtCode: null, wardCode } },
    }),
  )
  return { records }
}

interface BenchFeatures extends PlainFeatures {
  readonly ward: string
}

const plain = aPlainModel('bench-1')
const lastWord = (name: string) => name.slice(name.lastIndexOf(' ') + 1)
const firstWord = (name: string) => name.slice(0, name.indexOf(' '))

/** The tests' model with as many keys as the design note gives a record. */
export const benchModel: IdentityModel<BenchFeatures, PlainPool> = {
  ...plain,
  featuresOf: (words) => ({ ...plain.featuresOf(words), ward: words.address.wardCode ?? '' }),
  keysOf: (f) => [
    ...plain.keysOf(f),
    `sound|${firstWord(f.name)}|${lastWord(f.name)}|${f.date}`,
    `given-year-ward|${lastWord(f.name)}|${f.date.slice(0, 4)}|${f.ward}`,
    `name-ward|${f.name}|${f.ward}`,
    ...(f.phone
      ? [`phone-given|${f.phone}|${lastWord(f.name)}`, `phone-year|${f.phone}|${f.date.slice(0, 4)}`]
      : []),
  ],
}
