/**
 * Mobile prefixes of 11-digit numbers and what became of them between 15 September and 14 November 2018: decision 798/QĐ-BTTTT
 * of 29 May 2018. The text of the decision was not at hand; ten public programs carry this same table. By operator: Viettel,
 * MobiFone, VinaPhone, Vietnamobile, Gmobile. Fixed lines changed their area codes in 2017; those old codes are not read, for
 * 08 and nine digits may be either an old line of Hồ Chí Minh City or a mobile number of today.
 */
const renewed: ReadonlyMap<string, string> = new Map([
  ['0162', '032'],
  ['0163', '033'],
  ['0164', '034'],
  ['0165', '035'],
  ['0166', '036'],
  ['0167', '037'],
  ['0168', '038'],
  ['0169', '039'],
  ['0120', '070'],
  ['0121', '079'],
  ['0122', '077'],
  ['0126', '076'],
  ['0128', '078'],
  ['0123', '083'],
  ['0124', '084'],
  ['0125', '085'],
  ['0127', '081'],
  ['0129', '082'],
  ['0186', '056'],
  ['0188', '058'],
  ['0199', '059'],
])

/** The three digits that stand today for four before 2018; null when the four were no mobile prefix. */
export const newMobilePrefix = (four: string): string | null => renewed.get(four) ?? null
