import { parseBhytDate } from '#vocabulary/bhyt'
import { wards2025 } from '#vocabulary/catalogues'
import { bhytDate, parseCitizenId, parseInsuranceCard } from '#vocabulary/vietnam'

/** What is known of the person a record speaks of; kept as bits of `intake.file.identity`. */
export const identityBit = {
  /** It speaks of a person at all: the others are shares of these. */
  person: 1,
  citizen: 2,
  card: 4,
  /** Day, month and year. */
  birth: 8,
  /** A ward of the two-level list when the visit is after 01/07/2025; before, province, district and ward in digits. */
  address: 16,
} as const

export interface SaidOfPerson {
  readonly citizen: string | undefined
  /** One card, or several parted by `;`. */
  readonly card: string | undefined
  readonly registeredAt: string | undefined
  readonly birth: string | undefined
  readonly province: string | undefined
  readonly district: string | undefined
  readonly ward: string | undefined
  /** The day the address is of; null: not known, read as of today's list. */
  readonly on: string | null
}

export function identityOf(said: SaidOfPerson): number {
  let bits: number = identityBit.person
  if (said.citizen && parseCitizenId(said.citizen).ok) bits |= identityBit.citizen
  const cards = said.card?.split(';').filter(Boolean) ?? []
  if (cards.some((card) => isOwnCard(card, said.registeredAt))) bits |= identityBit.card
  if (said.birth && isWholeDay(said.birth)) bits |= identityBit.birth
  if (isAddress(said)) bits |= identityBit.address
  return bits
}

/** A newborn's temporary card pays the stay and identifies nobody. */
function isOwnCard(card: string, registeredAt: string | undefined): boolean {
  const parsed = parseInsuranceCard(card, registeredAt)
  return parsed.ok && !parsed.value.temporary
}

const isWholeDay = (text: string) => (parseBhytDate(text)?.date ?? bhytDate(text) ?? text).length === 10

const reform = '2025-07-01'

function isAddress({ province, district, ward, on }: SaidOfPerson): boolean {
  if (!ward || !province) return false
  if (on === null || on >= reform) return wards2025().get(ward)?.province === province.padStart(2, '0')
  return /^\d{2}$/.test(province) && /^\d{3}$/.test(district ?? '') && /^\d{5}$/.test(ward)
}
