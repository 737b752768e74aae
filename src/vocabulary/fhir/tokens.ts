/**
 * Canonical index strings, one form for writing (extraction) and asking (search parser).
 *
 *   code of a system        `code|http://loinc.org|718-7`        asked as  code=http://loinc.org|718-7
 *   code of any system      `code||718-7`                        asked as  code=718-7
 *   reference               `encounter|Encounter/6f1…`           asked as  encounter=Encounter/6f1…
 *
 * FHIR R4 search 3.1.1.4.10 (token) and 3.1.1.4.11 (reference).
 */
export const referenceParams: ReadonlySet<string> = new Set([
  'actor',
  'agent',
  'assessor',
  'author',
  'based-on',
  'beneficiary',
  'context',
  'diagnosis',
  'encounter',
  'entity',
  'location',
  'organization',
  'patient',
  'payor',
  'performer',
  'provider',
  'request',
  'requester',
  'result',
  'service-provider',
  'subject',
  'target',
])

/**
 * `value` as it stands in a search URL after unescaping: `system|code` or `code`, and `Type/id` for reference
 * parameters (the parser first turns `patient=123` into `Patient/123`).
 */
export function tokenFor(param: string, value: string): string {
  return value.includes('|') || referenceParams.has(param) ? `${param}|${value}` : `${param}||${value}`
}
