import { type FormerWard, formerWards, wards2025 } from '#vocabulary/catalogues'
import { mixed, type Random } from '../../random.ts'
import type { Home } from '../population.types.ts'
import { Weighted } from '../weighted.ts'

export interface Homes {
  /** In the province, or (7 % of households) in one of the others. */
  draw(random: Random): Home
  /** Another ward of the province: who moves seldom goes far. */
  drawNear(random: Random): Home
}

const elsewhere = 0.07

const known = new Map<string, Homes>()

/** Homes in a province of today; only in wards of which it is known what they became on 2025-07-01. */
export function homesIn(province: string): Homes {
  const before = known.get(province)
  if (before) return before
  const placed = [...formerWards().values()].filter(({ movedTo }) => movedTo.some(({ sure }) => sure))
  const inside = placed.filter(
    ({ movedTo }) => wards2025().get(movedTo.find(({ sure }) => sure)!.code)?.province === province,
  )
  if (inside.length === 0) throw new Error(`No ward is known to lie in province ${province}`)
  const near = new Weighted(inside.map((ward) => [ward, crowd(ward.code)]))
  const far = new Weighted(placed.map((ward) => [ward, crowd(ward.code)]))
  const homes: Homes = {
    draw: (random) => homeIn(random, (random.chance(elsewhere) ? far : near).draw(random)),
    drawNear: (random) => homeIn(random, near.draw(random)),
  }
  known.set(province, homes)
  return homes
}

/** Some wards have eight times the people of others; which ones, chance decides, the same every time. */
const crowd = (code: string) => 2 ** (mixed(Number(code)) % 4)

function homeIn(random: Random, ward: FormerWard): Home {
  const moves = ward.movedTo.filter(({ sure }) => sure)
  return { formerWard: ward.code, commune: random.pick(moves).code, street: drawStreet(random, ward.name) }
}

/** Names of streets that nearly every town has. */
const streets = [
  'Trần Phú',
  'Lê Lợi',
  'Nguyễn Huệ',
  'Hùng Vương',
  'Quang Trung',
  'Lý Thường Kiệt',
  'Nguyễn Trãi',
  'Điện Biên Phủ',
  'Hai Bà Trưng',
  'Ngô Quyền',
  'Trần Hưng Đạo',
  'Phan Đình Phùng',
  'Lê Duẩn',
  'Nguyễn Du',
  'Hoàng Diệu',
  'Bạch Đằng',
]

function drawStreet(random: Random, wardName: string): string | null {
  if (random.chance(0.25)) return null
  if (wardName.startsWith('Xã')) return `Thôn ${random.whole(1, 12)}`
  return random.chance(0.3) ? `Tổ ${random.whole(1, 40)}` : `${random.whole(1, 400)} ${random.pick(streets)}`
}

/** Two digits, of the 63 provinces of before: it begins the citizen numbers of those born there. */
export const formerProvinceOf = ({ formerWard }: Home): string =>
  formerWards().get(formerWard)?.provinceCode ?? ''
