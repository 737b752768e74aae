import type { Random } from '../../random.ts'
import { dayNumber, isoDay, lastDay } from '../days.ts'
import type { HardCase, Home, LifeEventKind, PersonName, Sex } from '../population.types.ts'

/** A life event before numbers are given: what was otherwise until that day. */
export interface DraftEvent {
  readonly kind: LifeEventKind
  readonly on: string
  readonly before: {
    readonly name?: PersonName
    readonly sex?: Sex
    readonly home?: Home
    readonly parents?: { readonly mother: PersonName; readonly father: PersonName }
  }
}

/** A person before numbers are given. */
export interface Draft {
  readonly sex: Sex
  readonly name: PersonName
  readonly birthDate: string
  readonly birthTime: string
  readonly birthOrder: number
  /** Years with parts on the last day. */
  readonly age: number
  readonly isChild: boolean
  /** Parents of a child: of the household, or of whom only the name is known. */
  readonly mother: PersonName | null
  readonly father: PersonName | null
  readonly event: DraftEvent | null
}

export interface DraftCase {
  readonly kind: HardCase
  readonly members: readonly number[]
  /** Of another household: who has the same name and birth date. */
  readonly namesake?: { readonly household: number; readonly member: number }
}

/** Day and minute of birth of somebody of this age. */
export function born(
  random: Random,
  age: number,
): { readonly birthDate: string; readonly birthTime: string } {
  const minutes = random.whole(0, 1439)
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    birthDate: isoDay(dayNumber(lastDay) - Math.max(1, Math.floor(age * 365.25))),
    birthTime: `${two(Math.floor(minutes / 60))}${two(minutes % 60)}`,
  }
}
