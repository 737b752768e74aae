import type { Format } from '../format.types.ts'
import { BundleCutter } from './cut-bundles.ts'
import { locateEntries } from './locate-entries.ts'
import { readBundle } from './read-bundle.ts'

const json = /"resourceType"\s*:\s*"[A-Z]|"fullUrl"\s*:/
const xml = /<(?:\w+:)?[A-Z]\w*\s[^>]*http:\/\/hl7\.org\/fhir["']|<(?:\w+:)?Bundle[\s>]/

/** FHIR R4 Bundles in JSON or XML: one, a list, or a line each. */
export const fhirBundleFormat: Format = {
  formats: ['fhir-bundle'],
  recognises(start) {
    const text = new TextDecoder('utf-8')
      .decode(start)
      .replace(/^\uFEFF/, '')
      .trimStart()
    return text.startsWith('<') ? xml.test(text) : /^[{[]/.test(text) && json.test(text)
  },
  splitter: (limits) => new BundleCutter(limits),
  readRecord: readBundle,
  locate: locateEntries,
}
