const vietnam = 7 * 3_600_000
const digits = (at: Date) => new Date(at.getTime() + vietnam).toISOString().replace(/\D/g, '')

/** `yyyyMMddHHmmss` in Vietnam, as `thoiGianTiepNhan` is written. */
export const gatewayTime = (at: Date): string => digits(at).slice(0, 14)

/** The day in Vietnam, `yyyy-MM-dd`. */
export const vietnamDay = (at: Date): string => {
  const text = digits(at)
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
}

/**
 * UTC with seven decimals, as .NET writes it and `expires_in` is sent: vendors cut the text at its last point, so a time
 * without decimals breaks their sign-in.
 */
export const dotNetTime = (at: Date): string => at.toISOString().replace(/(\.\d{3})Z$/, '$10000Z')

/** `yyyyMMdd` or `yyyyMMddHHmm` in Vietnam as an instant; null when it is no date. */
export function readGatewayTime(text: string): Date | null {
  const found = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?$/.exec(text)
  if (!found) return null
  const [, year, month, day, hour = '00', minute = '00'] = found
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:00+07:00`)
  return Number.isNaN(at.getTime()) ? null : at
}

/** `dd/MM/yyyy` as `yyyy-MM-dd`; null when it is no day. */
export function readSlashedDay(text: string): string | null {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim())
  if (!found) return null
  const [, day, month, year] = found
  const iso = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  const at = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? null : iso
}
