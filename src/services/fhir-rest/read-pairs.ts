import { fail, ok, type Result } from '#foundation/result'
import { fhirProblems } from './fhir.problems.ts'
import type { FhirProblem } from './fhir-problem.ts'

/** One parameter of a query, in the order given; a name may come several times and each time counts. */
export type Pair = readonly [name: string, value: string]

const most = 1_000
const none: Result<readonly Pair[], never> = ok([])

/** Reads `a=1&b=2` as browsers and forms write it: `+` is a space, `%41` is UTF-8. A bad escape is a problem. */
export function readPairs(text: string): Result<readonly Pair[], FhirProblem> {
  if (text === '') return none
  const pairs: Pair[] = []
  for (let from = 0; from <= text.length; ) {
    const found = text.indexOf('&', from)
    const to = found < 0 ? text.length : found
    if (to > from) {
      const sign = text.indexOf('=', from)
      const nameEnd = sign < 0 || sign > to ? to : sign
      const name = decode(text.slice(from, nameEnd))
      const value = nameEnd === to ? '' : decode(text.slice(nameEnd + 1, to))
      if (name === null || value === null) return fail(fhirProblems.badUrl)
      if (pairs.length === most) return fail(fhirProblems.tooManyParameters)
      pairs.push([name, value])
    }
    from = to + 1
  }
  return ok(pairs)
}

function decode(text: string): string | null {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return null
  }
}

/** The query part of a URL as it stands, without `?`. */
export function queryOf(url: string): string {
  const at = url.indexOf('?')
  return at < 0 ? '' : url.slice(at + 1)
}

/** Writes pairs as a query that reads the same again; what FHIR puts between values stays legible. */
export const writePairs = (pairs: readonly Pair[]): string =>
  pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&')

const legible: Readonly<Record<string, string>> = { '%3A': ':', '%2C': ',', '%2F': '/', '%24': '$' }
const escaped = (text: string) =>
  // Through UTF-8 first: a lone surrogate (from an entry's URL in JSON) would make encodeURIComponent throw.
  encodeURIComponent(Buffer.from(text).toString()).replace(/%(?:3A|2C|2F|24)/g, (code) => legible[code]!)

export const lastOf = (pairs: readonly Pair[], name: string): string | undefined =>
  pairs.findLast((pair) => pair[0] === name)?.[1]
