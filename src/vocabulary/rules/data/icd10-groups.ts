/** Groups of ICD-10 codes that WHO's volume 2 gives (3.1.3, 3.1.5); prefixes of codes with their dot. */

const prefixes = (text: string) => text.trim().split(/\s+/)
const matcher = (list: readonly string[]) =>
  new RegExp(`^(?:${list.map((p) => p.replaceAll('.', '\\.')).join('|')})`)
/** `N40-N51` as its three-character categories. */
const span = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `${letter}${String(from + n).padStart(2, '0')}`)

export const maleOnly = matcher([
  ...prefixes('B26.0 D07.4 D07.5 D07.6 D17.6 D29 D40 E29 E89.5 F52.4 I86.1 L29.1 R86 S31.2 S31.3 Z12.5'),
  ...span('C', 60, 63),
  ...span('N', 40, 51),
  ...span('Q', 53, 55),
])

export const femaleOnly = matcher([
  ...prefixes(
    'A34 B37.3 C79.6 D06 D07.0 D07.1 D07.2 D07.3 D39 E28 E89.4 F52.5 F53 I86.3 L29.2 L70.5 M80.0 M80.1',
  ),
  ...prefixes(
    'M81.0 M81.1 M83.0 N99.2 N99.3 P54.6 R87 S31.4 S37.4 S37.5 S37.6 T19.2 T19.3 T83.3 Y76 Z01.4 Z12.4',
  ),
  ...prefixes('Z30.1 Z30.3 Z30.5 Z31.1 Z31.2 Z37 Z39 Z43.7 Z87.5 Z97.5'),
  ...span('C', 51, 58),
  ...span('D', 25, 28),
  ...span('N', 70, 98),
  ...span('O', 0, 99),
  ...span('Q', 50, 52),
  ...span('Z', 32, 36),
])

/** Manifestations: the asterisk categories, never the main condition. */
export const asterisk = matcher([
  ...prefixes('D63 D77 E35 E90 F00 F02 G01 G02 G05 G07 G13 G22 G26 G32 G46 G53 G55 G59 G63 G73 G94 G99'),
  ...prefixes('H03 H06 H13 H19 H22 H28 H32 H36 H42 H45 H48 H58 H62 H67 H75 H82 H94'),
  ...prefixes('I32 I39 I41 I43 I52 I68 I79 I98 J17 J91 J99 K23 K67 K77 K87 K93 L14 L45 L54 L62 L86 L99'),
  ...prefixes('M01 M03 M07 M09 M14 M36 M49 M63 M68 M73 M82 M90 N08 N16 N22 N29 N33 N37 N51 N74 N77 P75'),
])

/** Chapter XX: what caused an injury, never the injury. */
export const externalCause = /^[VWXY]\d\d/
/** Supplementary codes: the agent of a disease classified elsewhere, resistance to drugs, the outcome of a delivery. */
export const supplementary = /^(?:B9[5-8]|U8[0-9]|Z37)/
export const pregnancy = /^O\d\d/
export const delivery = /^O8[0-4]/
export const perinatal = /^P\d\d/
export const injury = /^[ST]\d\d/
