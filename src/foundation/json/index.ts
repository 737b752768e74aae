/** JSON that loses nothing: no digit of a number, no member of an object, no byte of a text. */

/** Bytes to text, refusing what is not UTF-8. */
export { decodeUtf8 } from './decode-utf8.ts'
/** How numbers were written, kept beside the values; `sameNumber` compares two of them exactly. */
export { Digits, sameNumber } from './digits.ts'
export { jsonProblems } from './json.problems.ts'
/** Text to values, strictly, and back with the sender's digits; `exactJson` pairs values with digits kept elsewhere. */
export { type ExactJson, exactJson, type JsonLimits, parseExact } from './parse-exact.ts'
