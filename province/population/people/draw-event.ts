import type { Random } from '../../random.ts'
import { dayNumber, firstDay, isoDay, lastDay } from '../days.ts'
import { drawName, drawSurname } from '../names/draw-name.ts'
import type { LifeEventKind, Sex } from '../population.types.ts'
import type { Draft, DraftEvent } from './draft.ts'
import type { Homes } from './homes.ts'

/** Shares of persons: the note's 6 % who move; the others are chosen, and rare. */
const shares: readonly (readonly [kind: LifeEventKind, share: number])[] = [
  ['moved', 0.06],
  ['card-changed', 0.01],
  ['renamed', 0.002],
  ['adopted', 0.001],
  ['sex-corrected', 0.0003],
]

interface Living {
  readonly draft: Draft
  readonly province: string
  readonly homes: Homes
  /** A kind that must happen, `none`, or null to leave it to chance. */
  readonly wanted: LifeEventKind | 'none' | null
}

export function drawEvent(random: Random, living: Living): DraftEvent | null {
  const kind = living.wanted ?? drawKind(random)
  if (kind === 'none' || !canHappen(kind, living.draft)) return null
  // Records of before and after need room on both sides.
  const from = Math.max(dayNumber(firstDay) + 120, dayNumber(living.draft.birthDate) + 60)
  const to = dayNumber(lastDay) - 120
  if (from > to) return null
  return { kind, on: isoDay(random.whole(from, to)), before: beforeOf(random, kind, living) }
}

function drawKind(random: Random): LifeEventKind | 'none' {
  let left = random.next()
  for (const [kind, share] of shares) {
    left -= share
    if (left < 0) return kind
  }
  return 'none'
}

function canHappen(kind: LifeEventKind, { age, isChild }: Draft): boolean {
  if (kind === 'adopted') return isChild && age < 15
  return kind !== 'card-changed' || age > ageWithOldCard
}

/** The old card was last given out in 2021, from 14 years of age: who was born after 2003 seldom had one. */
export const ageWithOldCard = 22.9

function beforeOf(
  random: Random,
  kind: LifeEventKind,
  { draft, province, homes }: Living,
): DraftEvent['before'] {
  const { sex, age, name } = draft
  const other = sex === 'male' ? 'female' : 'male'
  const named = (of: Sex, surname = name.surname) => drawName(random, { sex: of, age, surname })
  const parent = (of: Sex) =>
    drawName(random, { sex: of, age: age + 27, surname: drawSurname(random, province) })
  switch (kind) {
    case 'moved':
      return { home: homes.drawNear(random) }
    case 'renamed':
      // Half change the given name alone.
      return { name: random.chance(0.5) ? named(sex) : { ...name, given: named(sex).given } }
    case 'sex-corrected':
      return { sex: other, ...(random.chance(0.5) ? { name: named(other) } : {}) }
    case 'adopted': {
      const parents = { mother: parent('female'), father: parent('male') }
      return { name: { ...name, surname: parents.father.surname }, parents, home: homes.drawNear(random) }
    }
    case 'card-changed':
      return {}
  }
}
