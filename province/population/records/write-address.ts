import { formerWards, provinceName, wards2025 } from '#vocabulary/catalogues'
import type { DemographicAddress } from '#vocabulary/demographics'
import { reformDay } from '../days.ts'
import type { Homes } from '../people/homes.ts'
import type { Home } from '../population.types.ts'
import type { Pen } from './pen.ts'
import { type Hand, inHand } from './write-name.ts'
import type { Writing } from './write-numbers.ts'

interface Place {
  readonly ward: string
  readonly district: string | null
  readonly province: string
  readonly codes: { readonly ward: string; readonly district: string | null; readonly province: string }
}

/** With a district until 30 June 2025, without since: as the catalogue of the day says it, unless that goes wrong. */
export function writeAddress(pen: Pen, writing: Writing, hand: Hand, homes: Homes): DemographicAddress {
  const { random } = pen
  const { papers, source, on } = writing
  const reformed = on >= reformDay
  const other = pen.slips('other-address')
  const oldCode = other && reformed && random.chance(0.5)
  const home = other && !oldCode ? homes.drawNear(random) : papers.home
  const place = reformed && !oldCode ? placeSince(home) : placeBefore(home)
  const coded = random.chance(source.addressCodes)
  const missing = pen.slips('commune-missing')
  return {
    text: missing
      ? random.chance(0.4)
        ? lettersOf(place.province, hand)
        : null
      : random.chance(coded ? 0.75 : 1)
        ? lettersOf(inWords(pen, home, place), hand)
        : null,
    provinceCode: coded ? place.codes.province : null,
    districtCode: coded && !missing ? place.codes.district : null,
    wardCode: coded && !missing ? place.codes.ward : null,
  }
}

const lettersOf = (text: string, hand: Hand) => inHand(text, { ...hand, capitals: false })

function placeBefore({ formerWard }: Home): Place {
  const { code, name, district, districtCode, province, provinceCode } = formerWards().get(formerWard)!
  return {
    ward: name,
    district,
    province,
    codes: { ward: code, district: districtCode, province: provinceCode },
  }
}

function placeSince({ commune }: Home): Place {
  const { name, province } = wards2025().get(commune)!
  return {
    ward: name,
    district: null,
    province: provinceName(province, reformDay) ?? '',
    codes: { ward: commune, district: null, province },
  }
}

const shorter: readonly (readonly [RegExp, string])[] = [
  [/^Phường /, 'P. '],
  [/^Xã /, 'X. '],
  [/^Thị trấn /, 'TT. '],
  [/^Quận /, 'Q. '],
  [/^Huyện /, 'H. '],
  [/^Thị xã /, 'TX. '],
  [/^Thành phố /, 'TP. '],
  [/^Tỉnh /, ''],
]

/** Street, ward, district, province; in full, shortened, or the bare names. */
function inWords(pen: Pen, { street }: Home, { ward, district, province }: Place): string {
  const way = pen.random.next()
  const said = (name: string) => {
    if (way < 0.6) return name
    const rule = shorter.find(([long]) => long.test(name))
    return rule ? name.replace(rule[0], way < 0.85 ? rule[1] : '') : name
  }
  const withStreet = street && pen.random.chance(0.8) ? [street] : []
  const parts = [...withStreet, said(ward), ...(district ? [said(district)] : []), said(province)]
  return parts.join(way < 0.92 ? ', ' : ' - ')
}
