import type { Coding } from 'fhir/r4'

/**
 * HL7 v3 Confidentiality R: "highly sensitive, potentially stigmatizing information". HIV status is told to a closed
 * list of people only (Law on HIV/AIDS 64/2006/QH11, amended by 71/2020/QH14, article 30); tuberculosis has no such
 * article but fits the definition, and its table says the HIV status beside it (PHANLOAI_LAO_HIV).
 */
const restricted: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
  code: 'R',
  display: 'restricted',
}
/** HL7 v3 ActCode, sensitivity policy. It has no code for tuberculosis. */
const hiv: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  code: 'HIV',
  display: 'HIV/AIDS information sensitivity',
}

export const securityLabels = { restricted: [restricted], hiv: [restricted, hiv] } as const

export type Sensitivity = keyof typeof securityLabels

/** HIV disease (B20–B24) and asymptomatic HIV infection status (Z21). */
export const isHivDisease = (icd10: string): boolean => /^(B2[0-4]|Z21)/.test(icd10)
