/** Units of laboratory files that mean exactly one UCUM unit. Anything else keeps the sender's text alone. */
const ucum: Readonly<Record<string, string>> = {
  '%': '%',
  'g/l': 'g/L',
  'g/dl': 'g/dL',
  'mg/l': 'mg/L',
  'mg/dl': 'mg/dL',
  'ng/ml': 'ng/mL',
  'ng/l': 'ng/L',
  'pg/ml': 'pg/mL',
  'mmol/l': 'mmol/L',
  'µmol/l': 'umol/L',
  'μmol/l': 'umol/L',
  'umol/l': 'umol/L',
  'nmol/l': 'nmol/L',
  'pmol/l': 'pmol/L',
  'meq/l': 'meq/L',
  'u/l': 'U/L',
  'ui/l': '[IU]/L',
  'iu/l': '[IU]/L',
  'miu/l': 'm[IU]/L',
  'miu/ml': 'm[IU]/mL',
  'g/l (10^9/l)': '10*9/L',
  '10^9/l': '10*9/L',
  '10^12/l': '10*12/L',
  't/l': '10*12/L',
  fl: 'fL',
  pg: 'pg',
  mmhg: 'mm[Hg]',
  kg: 'kg',
  g: 'g',
  cm: 'cm',
  mm: 'mm',
  s: 's',
  giây: 's',
  'mm/h': 'mm/h',
  'ml/min': 'mL/min',
  'ml/phút': 'mL/min',
}

/** `G/L` is giga per litre when the capital stands alone, `g/L` is grams: the only pair where case decides. */
export function ucumOf(unit: string): string | null {
  if (unit === 'G/L') return '10*9/L'
  return ucum[unit.toLowerCase()] ?? null
}
