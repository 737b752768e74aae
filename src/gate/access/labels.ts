import type { StoredResource } from '#record/store'

/** HL7 v3 Confidentiality: restricted, very restricted; ActCode HIV: information of the disease. */
const held = new Set(['R', 'V', 'HIV'])

/**
 * Is a resource under a label that ordinary care does not open (Luật 64/2006/QH11, amended 71/2020, art. 30: HIV status)?
 * Until the gate knows who may, the pages of a person leave such resources out.
 */
export function isHeldBack({ json }: Pick<StoredResource, 'json'>): boolean {
  // The label stands in `meta`, which is written last; most resources have none.
  const at = json.lastIndexOf(',"meta":{')
  if (at < 0 || !json.includes('"security"', at)) return false
  const { security } = JSON.parse(`{${json.slice(at + 1)}`).meta as { security?: { code?: string }[] }
  return security?.some(({ code }) => code !== undefined && held.has(code)) ?? false
}
