/**
 * How the strings are written that the store hashes into a row's token array: one form for extraction and for asking, a
 * stored data format. The store adds the resource type when it hashes.
 *
 *   code with its system      code|http://loinc.org|718-7
 *   code of any system        code||718-7
 *   uri                       _profile||http://…
 *   reference, canonical      encounter|Encounter/6f1…    instantiates|http://…|1.0
 *   Reference.identifier      performer#|http://…|001
 *   identifier with its type  identifier^|http://…/v2-0203|MR|001
 *   two codes together        code-value-concept|||8480-6$||high
 *
 * FHIR R4 search 3.1.1.4.10 (token), 3.1.1.4.11 (reference), 3.1.1.4.13 (uri), 3.1.1.4.9 (composite).
 */
export const tokens = {
  coding: (param: string, system: string, code: string): string => `${param}|${system}|${code}`,
  anyCoding: (param: string, code: string): string => `${param}||${code}`,
  uri: (param: string, uri: string): string => `${param}||${uri}`,
  /** `Type/id`, an absolute URL of another server, or a canonical with or without version. */
  reference: (param: string, reference: string): string => `${param}|${reference}`,
  referenceIdentifier: (param: string, system: string, value: string): string =>
    `${param}#|${system}|${value}`,
  ofType: (param: string, system: string, code: string, value: string): string =>
    `${param}^|${system}|${code}|${value}`,
  /** The code part of a composite, of any system: a row found by it is looked at again when a system was asked for. */
  compositePart: (code: string): string => `||${code}`,
  composite: (param: string, first: string, second: string): string => `${param}|${first}$${second}`,
} as const
