import { foldText } from '../fold-text.ts'
import type { Modifier, SearchValue } from '../search.types.ts'
import { codingReader, displaysOf, isText } from '../values/codings.ts'
import { canonicalOf, identifierOf, pointerReader } from '../values/references.ts'
import type { Json } from '../values/walk.ts'
import type { ValueTest } from './probe.ts'

type Token = Extract<SearchValue, { kind: 'token' }>

/** system undefined: any; '': none; code undefined: any (FHIR R4 3.1.1.4.10). */
const isAsked = (
  asked: { system?: string; code?: string },
  system: string | undefined,
  code: string,
): boolean =>
  (asked.code === undefined || asked.code === code) &&
  (asked.system === undefined || asked.system === (system ?? ''))

interface Sink {
  found: boolean
}

function anyCoding(type: string, test: (system: string | undefined, code: string) => boolean): ValueTest {
  const read = codingReader<Sink>(type, (system, code, sink) => {
    if (!sink.found && test(system, code)) sink.found = true
  })
  return (value) => {
    const sink = { found: false }
    read(value, sink)
    return sink.found
  }
}

export const codeTest = (type: string, asked: Token): ValueTest =>
  anyCoding(type, (system, code) => isAsked(asked, system, code))

export function codeSetTest(type: string, codes: readonly { system: string; code: string }[]): ValueTest {
  const wanted = new Set(codes.map(({ system, code }) => `${system}|${code}`))
  return anyCoding(type, (system, code) => system !== undefined && wanted.has(`${system}|${code}`))
}

/** `:text`: the words begin the text, or follow a blank in it. */
export function displayTest(type: string, { text }: Token): ValueTest {
  const folded = foldText(text)
  return (value) => displaysOf(type, value).some((each) => ` ${foldText(each)}`.includes(` ${folded}`))
}

export function typedIdentifierTest(asked: Extract<SearchValue, { kind: 'of-type' }>): ValueTest {
  const read = codingReader<Sink>('CodeableConcept', (system, code, sink) => {
    if (system === asked.system && code === asked.code) sink.found = true
  })
  return (value) => {
    const { type, value: text } = value as Json
    if (text !== asked.value || typeof type !== 'object' || type === null) return false
    const sink = { found: false }
    read(type, sink)
    return sink.found
  }
}

type Reference = Extract<SearchValue, { kind: 'reference' }>

export function referenceTest(
  type: string,
  asked: Reference,
  modifier: Modifier | null,
  targets: readonly string[],
): ValueTest {
  const { identifier, url } = asked
  if (identifier) {
    if (type !== 'Reference') return () => false
    return (value) => {
      const found = identifierOf(value)
      return found !== null && isAsked(identifier, found.system || undefined, found.value)
    }
  }
  const read = pointerReader(type)
  const test = url === undefined ? idTest(asked, targets) : urlTest(url, modifier)
  return (value, base) => {
    const pointer = read(value, base)
    return pointer !== null && test(pointer.target, pointer.version)
  }
}

type PointerTest = (target: string, version: string | undefined) => boolean

function idTest({ type, id }: Reference, targets: readonly string[]): PointerTest {
  if (type !== undefined) {
    const wanted = `${type}/${id}`
    return (target) => target === wanted
  }
  const wanted = new Set(targets.map((each) => `${each}/${id}`))
  const end = `/${id}`
  return (target) =>
    wanted.has(target) ||
    (wanted.size === 0 && target.endsWith(end) && /^[A-Z][A-Za-z]*$/.test(target.slice(0, -end.length)))
}

function urlTest(url: string, modifier: Modifier | null): PointerTest {
  if (modifier !== null) {
    const test = uriTest(url, modifier)
    return (target) => test(target)
  }
  const { target: wanted, version: wantedVersion } = canonicalOf(url)
  return (target, version) => target === wanted && (wantedVersion === undefined || wantedVersion === version)
}

/** `:below` asks for what stands under a path, `:above` for what it stands under; whole segments count. */
export function uriTest(
  uri: string,
  modifier: Modifier | null,
  isCanonical = false,
): (value: unknown) => boolean {
  if (modifier === 'below') return (value) => isText(value) && isUnder(value, uri)
  if (modifier === 'above') return (value) => isText(value) && isUnder(uri, value)
  if (!isCanonical) return (value) => value === uri
  return (value) => isText(value) && (value === uri || canonicalOf(value).target === uri)
}

const isUnder = (inner: string, outer: string): boolean =>
  inner.startsWith(outer) &&
  (inner.length === outer.length || outer.endsWith('/') || '/|#?'.includes(inner[outer.length]!))
