import type { FacilityMessage } from '#vocabulary/bhyt'
import { compareDecimals, parseDecimal } from '#vocabulary/bhyt'

/**
 * What the audit system calls the same visit twice (stop 61): equal keys under two MA_LK. Totals are taken to the nearest
 * whole đồng: the auditor lets two đồng go, a key cannot. It holds a name and a card number: keep it as a hash only.
 */
export function duplicateKey(message: FacilityMessage): string | null {
  const visit = message.tables.XML1?.[0]?.values
  if (message.kind !== 'visit' || !visit?.HO_TEN || !visit.NGAY_VAO || !visit.NGAY_RA) return null
  const {
    MA_THE_BHYT = '',
    HO_TEN,
    NGAY_VAO,
    NGAY_RA,
    MA_BENH_CHINH = '',
    T_TONGCHI_BV,
    NAM_QT = '',
    THANG_QT = '',
  } = visit
  const name = HO_TEN.toUpperCase().replace(/\s+/g, ' ')
  const period = `${NAM_QT}-${Number(THANG_QT) || ''}`
  return [
    message.facilityCode,
    MA_THE_BHYT,
    name,
    NGAY_VAO,
    NGAY_RA,
    MA_BENH_CHINH,
    period,
    wholeDong(T_TONGCHI_BV),
  ].join('|')
}

function wholeDong(amount: string | undefined): string {
  const parsed = parseDecimal(amount ?? '')
  if (!parsed.ok) return ''
  const [whole, part] = parsed.value.split('.')
  return part !== undefined && compareDecimals(`0.${part}`, '0.5') >= 0 ? String(BigInt(whole!) + 1n) : whole!
}
