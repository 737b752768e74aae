import { keyOf, splitAddress, type Words } from './split-address.ts'
import { kinds, short, spelled, starters, type UnitLevel } from './unit-kinds.ts'

/** A part of an address, with what it calls itself. */
export interface Unit {
  readonly level: UnitLevel
  /** The kind in full, folded: `phuong`, `thi tran`, `quan`; empty when unsaid. */
  readonly kind: string
  /** The name without its kind, and with it: `Phuong Lien` without marks may be a ward called Liên, or Phương Liên. */
  readonly key: string
  readonly whole: string
  /** Where it begins, where its name does, and where both end, in words. */
  readonly from: number
  readonly name: number
  readonly to: number
}

export interface AddressParts {
  readonly words: Words
  readonly units: readonly Unit[]
  /** Whether any word bears a mark; without one, names that differ in marks only cannot be told apart. */
  readonly marked: boolean
}

interface Marker {
  readonly kind: string
  /** Words it takes; 0 when it is glued to its number, as in Q1. */
  readonly words: number
}

/** How an address divides its parts. */
interface Layout {
  /** The least break that ends a part: without commas a dash does, with them it stands in names (Bà Rịa - Vũng Tàu). */
  readonly least: number
  /** Nothing divides it but the words for kinds of unit. */
  readonly loose: boolean
  readonly marked: boolean
}

/** Cuts an address at commas and before every word for a kind of unit. */
export function findUnits(text: string): AddressParts {
  const words = splitAddress(text)
  const layout = layoutOf(words)
  const count = words.folded.length
  const units: Unit[] = []
  let from = 0
  let marker: Marker | null = null
  for (let at = 0; at <= count; at++) {
    const ends = at === count || (at > 0 && words.breaks[at]! >= layout.least)
    const begins = ends || at === 0
    // No name is empty: right after a kind stands a name, whatever it looks like (Phường Quan Hoa without its marks).
    const mayMark: boolean = at < count && (begins || marker === null || at > from + marker.words)
    let found: Marker | null = mayMark ? markerAt(words, at, begins, layout) : null
    if (found && marker && !begins && endsName(words, at, found, marker, layout)) found = null
    if (at > from && (ends || found)) units.push(unitOf(words, from, at, marker))
    if (!begins && !found) continue
    from = at
    marker = found
    if (found?.words === 2) at += 1
  }
  return { words, units, marked: layout.marked }
}

/**
 * Whether a word for a kind ends the name before it instead of beginning a part. Xã Tân Xã, huyện …: another kind follows. Where
 * marks do not help, parts must grow from left to right: a second ward is a name (xa Dong Phuong Yen).
 */
function endsName(words: Words, at: number, found: Marker, before: Marker, layout: Layout): boolean {
  const next = markerAt(words, at + found.words, false, layout)
  if (layout.marked) return next !== null
  return next?.kind === found.kind || rank(found) <= rank(before)
}

const rank = ({ kind }: Marker) => ['ward', 'district', 'city', 'province'].indexOf(kinds.get(kind)!)

function layoutOf({ breaks, toned, folded }: Words): Layout {
  const least = breaks.some((each, at) => at > 0 && each === 2) ? 2 : 1
  return {
    least,
    loose: !breaks.some((each, at) => at > 0 && each >= least),
    marked: toned.some((word, at) => word !== folded[at]),
  }
}

function unitOf(words: Words, from: number, to: number, marker: Marker | null): Unit {
  const name = from + (marker?.words ?? 0)
  const isGlued = marker?.words === 0
  const key = isGlued ? keyOf([words.folded[from]!.slice(1)], 0, 1) : keyOf(words.folded, name, to)
  return {
    level: marker ? kinds.get(marker.kind)! : '',
    kind: marker?.kind ?? '',
    key,
    whole: marker && !isGlued ? keyOf(words.folded, from, to) : key,
    from,
    name,
    to,
  }
}

function markerAt(words: Words, at: number, begins: boolean, layout: Layout): Marker | null {
  const { toned, folded, dotted } = words
  const word = folded[at]
  if (word === undefined) return null
  if (!starters.has(word)) return gluedAt(word)
  // A kind without a name after it is part of a name: Xã Tân Xã.
  if (!goesOn(words, at + 1, layout)) return null
  // Text with marks spells a kind with its own; text without may mean it where a part begins.
  const plain = !layout.marked && (begins || layout.loose)
  if (goesOn(words, at + 2, layout)) {
    const two = plain ? `${word} ${folded[at + 1]}` : spelled.get(`${toned[at]} ${toned[at + 1]}`)
    if (two !== undefined && kinds.has(two)) return { kind: two, words: 2 }
  }
  const one = plain ? word : spelled.get(toned[at]!)
  if (one !== undefined && kinds.has(one)) return { kind: one, words: 1 }
  const kind = short.get(word)
  return kind && (begins || layout.loose || dotted[at] || word === 'tp') ? { kind, words: 1 } : null
}

/** Whether the word at `at` belongs to the part that began before it. */
const goesOn = ({ breaks }: Words, at: number, { least }: Layout) => at < breaks.length && breaks[at]! < least

/** P1, Q10. */
const gluedAt = (word: string): Marker | null =>
  (word[0] === 'p' || word[0] === 'q') && /^.\d{1,2}$/.test(word)
    ? { kind: short.get(word[0])!, words: 0 }
    : null
