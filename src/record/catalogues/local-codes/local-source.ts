import { foldName } from '#vocabulary/vietnam'

/**
 * Whose codes these are: the vendor's, over all its hospitals; a facility's own where its software is not known. Vendor
 * names are typed by people, so they are compared folded.
 */
export const localSource = (from: { readonly vendor: string | null; readonly facility: string }): string => {
  const vendor = from.vendor ? foldName(from.vendor) : ''
  return vendor === '' ? `facility:${from.facility.slice(0, 20)}` : `vendor:${vendor.slice(0, 150)}`
}

/**
 * The name as a decision remembers it. A code that comes back under another name is another line: hospitals re-use codes,
 * and a decision made for glucose must not translate urea.
 */
export const nameKey = (display: string): string => foldName(display).slice(0, 300)

/** One spelling of what was sent: FHIR codes have no double, leading or trailing spaces. */
export const tidyCode = (code: string): string =>
  code
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)

export const tidyDisplay = (display: string): string =>
  display
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 400)
