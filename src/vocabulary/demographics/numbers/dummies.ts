import { isDummyNumber } from '#vocabulary/vietnam'
import type { IdentifierSystem } from './number.types.ts'
import { packNumber } from './pack-number.ts'

/**
 * Numbers that are made up on their face: known before any record has been seen. `000000000000` in 0.3 % of the filled numbers
 * made nearly all of 130,167 false pairs per million records (design note, section 3).
 */
export function isSeededDummy(system: IdentifierSystem, value: string): boolean {
  switch (system) {
    case 'citizen-id':
      return isMadeUp(value) || value.startsWith('000') || value.endsWith('000000')
    case 'cmnd':
      return isMadeUp(value) || value.endsWith('0000000')
    case 'bhxh':
      // A newborn's temporary card has a serial from 00000: it identifies nobody.
      return isMadeUp(value) || value.startsWith('00000') || value.endsWith('0000000')
    case 'phone':
      // 0900000000, 0912345678: all but the prefix is made up.
      return value[0] !== '+' && (isMadeUp(value) || isMadeUp(value.slice(2)) || isMadeUp(value.slice(3)))
    case 'birth-certificate':
      return value.startsWith('00000')
    case 'passport':
      return isMadeUp(value.replace(/^[A-Z]+/, ''))
  }
}

const isMadeUp = (digits: string) => isDummyNumber(digits) || repeats(digits, 2) || repeats(digits, 3)

/** 121212…, 123123…: a unit of three at most, or real numbers would begin to fit. */
function repeats(digits: string, unit: number): boolean {
  for (let i = unit; i < digits.length; i++)
    if (digits.charCodeAt(i) !== digits.charCodeAt(i - unit)) return false
  return digits.length >= 2 * unit
}

/** A value of a record and what tells its owner apart, as a rule the folded name. Newborns without a name stay out. */
export interface ValueHolder {
  readonly system: IdentifierSystem
  readonly value: string
  readonly name: string
}

/** More distinct names than this and the value belongs to nobody. A family shares one phone, a clinic's is everybody's. */
export const dummyLimits: Readonly<Record<IdentifierSystem, number>> = {
  'citizen-id': 3,
  cmnd: 3,
  bhxh: 3,
  passport: 3,
  'birth-certificate': 3,
  phone: 25,
}

export interface LearnedDummy {
  readonly system: IdentifierSystem
  readonly value: string
}

/**
 * The values that more names hold than one human can have. The order of the holders does not matter and the answer is sorted,
 * so that one set of records always gives one list. Nearly every value has one name: no set is made before the second.
 */
export function learnDummies(
  holders: Iterable<ValueHolder>,
  limits: Readonly<Record<IdentifierSystem, number>> = dummyLimits,
): readonly LearnedDummy[] {
  const names = new Map<string, string | Set<string>>()
  for (const { system, value, name } of holders) {
    const key = `${system} ${value}`
    const known = names.get(key)
    if (known === undefined) names.set(key, name)
    else if (typeof known === 'string') {
      if (known !== name) names.set(key, new Set([known, name]))
      // Once there are too many there is no need to know them all.
    } else if (known.size <= limits[system]) known.add(name)
  }
  const learned: LearnedDummy[] = []
  for (const [key, held] of names) {
    const at = key.indexOf(' ')
    const system = key.slice(0, at) as IdentifierSystem
    if ((typeof held === 'string' ? 1 : held.size) > limits[system])
      learned.push({ system, value: key.slice(at + 1) })
  }
  return learned.sort((a, b) => compareText(a.system, b.system) || compareText(a.value, b.value))
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A list of learned dummies, asked by packed number. */
export type DummySet = (system: IdentifierSystem, packed: number) => boolean

export function dummySet(learned: Iterable<LearnedDummy>): DummySet {
  const sets = new Map<IdentifierSystem, Set<number>>()
  for (const { system, value } of learned) {
    const set = sets.get(system)
    if (set) set.add(packNumber(system, value))
    else sets.set(system, new Set([packNumber(system, value)]))
  }
  return (system, packed) => sets.get(system)?.has(packed) ?? false
}
