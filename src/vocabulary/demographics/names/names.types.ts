/**
 * `named`: somebody's name. `newborn`: "con bà X", a child without a name; only the mother and the order say anything.
 * `unknown`: "vô danh", or a text too damaged to compare. `missing`: nothing written.
 */
export type NameKind = 'named' | 'newborn' | 'unknown' | 'missing'

/**
 * A name as comparisons need it, everything computed once. Texts of `newborn`, `unknown` and `missing` are empty: a placeholder
 * is never compared as a name.
 */
export interface NameFeatures {
  readonly kind: NameKind
  /** Lower case, NFC, surname first, each tone in one place ("hoà" is "hòa"), one space between words. */
  readonly canonical: string
  /** `canonical` without marks, đ as d. */
  readonly folded: string
  /** `folded` with i for y (Lý, Lí) and one spelling for Hoàng/Huỳnh and Vũ/Võ as surnames. */
  readonly variant: string
  /** Surname and given of `variant` by sound (s = x, ch = tr, n = l, d = gi); of `other` names all words, sorted. */
  readonly sound: string
  /** The words of `folded` with i for y, in order. */
  readonly words: readonly string[]
  /** The surname as `variant` writes it; empty where `surname` is. */
  readonly surnameKey: string
  /** Bit by place: words that no table of names lists, typing errors more often than names. */
  readonly unlisted: number
  /** The words of `folded`, sorted: the name without its order. */
  readonly bag: string
  /** Fingerprint of `bag`, 32 bits: where it differs no spelling can be equal, and most pairs differ. */
  readonly print: number
  /** Canonical; empty for a name of one word and for `other` names, whose parts are not known. */
  readonly surname: string
  readonly middle: string
  /** The last word: what a person is called by. */
  readonly given: string
  /** `other`: peoples without surname-first names, foreigners; compared as a set of words. */
  readonly structure: 'vietnamese' | 'other'
  /** Of a newborn: which of the delivery, and the mother's name where it is written. */
  readonly birthOrder: number | null
  readonly mother: NameFeatures | null
  /** Sum of `nameFlags`: what had to be done to read it. */
  readonly flags: number
}

export const nameFlags = {
  /** Written in a legacy code and read in another. */
  recovered: 1,
  /** Telex or VNI keys were left in it. */
  typingResidue: 2,
  /** Was written given name first. */
  reordered: 4,
  /** A title or a remark was taken off, or an abbreviated surname written out. */
  trimmed: 8,
  /** Some letters are lost; they are `?` in every form and equal any one letter. */
  lossy: 16,
  /** Carries no Vietnamese mark at all: its tones are not known, which is not the same as having none. */
  unmarked: 32,
  /** A word that Vietnamese spelling does not allow: a foreigner, another people of Vietnam, or a typing error. */
  notSyllables: 64,
} as const
