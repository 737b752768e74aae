import { isCurrency } from './currencies.ts'
import type { Rule } from './extent.ts'
import { isUcum } from './ucum-syntax.ts'

/**
 * Systems without end, or kept by others, that are decided by how a code is written. FHIR R4 binds `code` elements to
 * them as required (`mimetypes`, `all-languages`, `currencies`, `ucum-units`), so they must be decided.
 */
export const systemRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['urn:ietf:bcp:13', isMimeType],
  ['urn:ietf:bcp:47', isLanguageTag],
  ['urn:iso:std:iso:4217', isCurrency],
  ['http://unitsofmeasure.org', isUcum],
])

/** RFC 6838 names and RFC 2045 parameters. FHIR also says `xml`, `json`, `ttl` for its own formats (R4 http.html 3.1.0.1.11). */
function isMimeType(code: string): boolean {
  if (code === 'xml' || code === 'json' || code === 'ttl') return true
  if (code.length > 255) return false
  const [name, ...parameters] = code.split(';')
  return mimeName.test(name!.trimEnd()) && parameters.every((text) => mimeParameter.test(text.trim()))
}
const mimeName = /^[A-Za-z0-9][\w!#$&^.+-]{0,126}\/(?:[A-Za-z0-9][\w!#$&^.+-]{0,126}|\*)$/
const mimeParameter = /^[\w!#$%&'*+.^`|~-]+=(?:[\w!#$%&'*+.^`|~/:-]+|"[^"]*")$/

/** RFC 5646 2.1, well-formed: language, extensions of it, script, region, variants, extensions, private use. */
function isLanguageTag(code: string): boolean {
  return code.length <= 100 && (languageTag.test(code) || oldTags.has(code.toLowerCase()))
}
const languageTag =
  /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+)$/i
const oldTags = new Set(
  'i-default i-enochian i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu en-gb-oed sgn-be-fr sgn-be-nl sgn-ch-de'.split(
    ' ',
  ),
)
