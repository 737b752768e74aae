/** Amounts in hundredths of a đồng, as whole numbers: nothing is lost by adding. */
export interface Money {
  readonly hospital: number
  readonly insurance: number
  readonly patient: number
  readonly coPay: number
  readonly fund: number
}

export interface Totals extends Money {
  readonly medicines: number
}

export const noTotals: Totals = { hospital: 0, insurance: 0, patient: 0, coPay: 0, fund: 0, medicines: 0 }

/**
 * One line (bhyt-xml.md §4): THANH_TIEN_BV = SO_LUONG × DON_GIA_BV, THANH_TIEN_BH = SO_LUONG × DON_GIA_BH,
 * T_BHTT = THANH_TIEN_BH × MUC_HUONG %, T_BNCCT the rest of it, T_BNTT what stands above it.
 */
export function money(
  hospitalPrice: number,
  quantity: number,
  insurancePrice: number,
  benefit: number,
): Money {
  const hospital = Math.round(hospitalPrice * 100) * quantity
  const insurance = Math.round(insurancePrice * 100) * quantity
  const fund = Math.round((insurance * benefit) / 100)
  return { hospital, insurance, patient: hospital - insurance, coPay: insurance - fund, fund }
}

export const addToTotals = (totals: Totals, line: Money): Totals => ({
  medicines: totals.medicines,
  hospital: totals.hospital + line.hospital,
  insurance: totals.insurance + line.insurance,
  patient: totals.patient + line.patient,
  coPay: totals.coPay + line.coPay,
  fund: totals.fund + line.fund,
})

/** Hundredths to text: 4890550 → 48905.5 */
export function amountOf(hundredths: number): string {
  const whole = Math.floor(hundredths / 100)
  const rest = hundredths % 100
  if (rest === 0) return String(whole)
  return rest % 10 === 0 ? `${whole}.${rest / 10}` : `${whole}.${String(rest).padStart(2, '0')}`
}
