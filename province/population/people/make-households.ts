import { mixed, Random } from '../../random.ts'
import { firstDay } from '../days.ts'
import type {
  Household,
  Inhabitant,
  LabelledCase,
  Papers,
  PersonName,
  Relative,
} from '../population.types.ts'
import type { Draft } from './draft.ts'
import { ageWithOldCard } from './draw-event.ts'
import { type DraftHousehold, drawHousehold, namesakeWithin, type Plan } from './draw-household.ts'
import { formerProvinceOf, homesIn } from './homes.ts'
import {
  birthCertificate,
  birthProvinces,
  CitizenNumbers,
  insuranceNumber,
  oldIdCard,
  passport,
  phoneNumber,
} from './invented-numbers.ts'

export interface HouseholdOptions {
  readonly persons: number
  readonly seed: number
  /** Province of today in whose communes nine of ten households live. */
  readonly province?: string
  /** Share of households made for a hard case, 0 to 1; 0 leaves them as rare as they are. */
  readonly hard?: number
}

/** Đà Nẵng with what was Quảng Nam: two provinces before July 2025, so that codes of every level changed. */
export const defaultProvince = '48'

/** Households in the order of their numbers until there are enough people; the last one may be cut short. */
export function* makeHouseholds(options: HouseholdOptions): Generator<Household> {
  const { persons, seed, province = defaultProvince, hard = 0 } = options
  const plan: Plan = { seed, homes: homesIn(province), hard }
  const settler = new Settler(seed)
  for (let number = 0, people = 0; people < persons; number += 1) {
    const household = settler.settle(drawHousehold(plan, number), people, persons - people)
    people += household.members.length
    yield household
  }
}

/** Gives the members of a household their numbers. */
class Settler {
  private readonly seed: number
  private readonly citizens: CitizenNumbers
  private readonly provinces = birthProvinces()
  /** Number of the first member of each of the last households, to name namesakes. */
  private readonly firsts = new Map<number, number>()

  constructor(seed: number) {
    this.seed = seed
    this.citizens = new CitizenNumbers(seed)
  }

  settle(draft: DraftHousehold, first: number, most: number): Household {
    this.firsts.set(draft.number, first)
    this.firsts.delete(draft.number - namesakeWithin - 1)
    const random = new Random(mixed(this.seed, draft.number, 11))
    const members: Inhabitant[] = []
    const away = new Map<PersonName, string>()
    for (const [at, one] of draft.members.slice(0, most).entries())
      members.push(this.makePerson(random, { one, draft, number: first + at, before: members, away }))
    const cases = draft.cases.flatMap((one): LabelledCase[] => {
      const { namesake } = one
      const others = namesake ? [this.firsts.get(namesake.household)! + namesake.member] : []
      const persons = [...others, ...one.members.map((at) => first + at)]
      return one.members.every((at) => at < members.length) ? [{ kind: one.kind, persons }] : []
    })
    return { number: draft.number, members, cases, madeFor: draft.madeFor }
  }

  private makePerson(random: Random, { one, draft, number, before, away }: Settling): Inhabitant {
    const { seed } = this
    const province = formerProvinceOf(draft.home)
    // One in five was registered somewhere else; children where they live.
    const bornIn = one.isChild || random.chance(0.8) ? province : random.pick(this.provinces)
    const parent =
      one.age < 15 ? (before.find(({ papers: { sex } }) => sex === 'female') ?? before[0]) : undefined
    const phone = parent?.papers.phone ?? phoneNumber(seed, number, 'now')
    const papers = this.papersOf(random, { one, draft, number, before, away, bornIn, phone })
    return {
      number,
      household: draft.number,
      birthDate: one.birthDate,
      birthTime: one.birthTime,
      birthOrder: one.birthOrder,
      papers,
      event: this.eventOf({ one, bornIn, number }),
      oldIdCard: one.age > ageWithOldCard ? oldIdCard(seed, number, random) : null,
      insuranceNumber: insuranceNumber(seed, number, 0),
      otherInsuranceNumber: insuranceNumber(seed, number, 1),
      insuranceGroup: one.age < 6 ? 'TE1' : random.pick(['GD4', 'GD4', 'GD4', 'DN4', 'HC4', 'HT3', 'HN2']),
      passport: one.age >= 18 && random.chance(0.06) ? passport(seed, number) : null,
      birthCertificate: one.birthDate >= firstDay ? birthCertificate(seed, number, one.birthDate) : null,
      formerPhone:
        parent && one.event?.kind !== 'adopted' ? parent.formerPhone : phoneNumber(seed, number, 'before'),
    }
  }

  private papersOf(random: Random, { one, draft, before, away, bornIn, phone }: Bearer): Papers {
    /** A parent in the household has a number already; one who is not gets it with the first child. */
    const relative = (name: PersonName | null, sex: 'male' | 'female'): Relative | null => {
      if (!name) return null
      const here = before.find(({ papers }) => papers.name === name && papers.sex === sex)
      const citizenId =
        here?.papers.citizenId ?? away.get(name) ?? this.strangersNumber(random, one, sex, bornIn)
      if (!here) away.set(name, citizenId)
      return { name, citizenId }
    }
    return {
      name: one.name,
      sex: one.sex,
      citizenId: this.citizens.next(bornIn, one.sex, one.birthDate),
      shows: 'citizen-card',
      mother: relative(one.mother, 'female'),
      father: relative(one.father, 'male'),
      home: draft.home,
      phone,
    }
  }

  private eventOf({ one, bornIn, number }: Changed): Inhabitant['event'] {
    const { event, birthDate } = one
    if (!event) return null
    const { parents, ...rest } = event.before
    const random = new Random(mixed(this.seed, number, 3))
    const relative = (name: PersonName, sex: 'male' | 'female'): Relative => ({
      name,
      citizenId: this.strangersNumber(random, { birthDate }, sex, bornIn),
    })
    return {
      kind: event.kind,
      on: event.on,
      before: {
        ...rest,
        ...(rest.sex ? { citizenId: this.citizens.next(bornIn, rest.sex, birthDate) } : {}),
        ...(event.kind === 'card-changed' ? { shows: 'old-card' as const } : {}),
        ...(parents
          ? {
              mother: relative(parents.mother, 'female'),
              father: relative(parents.father, 'male'),
              phone: phoneNumber(this.seed, number, 'now'),
            }
          : {}),
      },
    }
  }

  /** Of a parent outside the household, 20 to 35 years older than the child. */
  private strangersNumber(
    random: Random,
    child: Pick<Draft, 'birthDate'>,
    sex: 'male' | 'female',
    bornIn: string,
  ) {
    const year = Number(child.birthDate.slice(0, 4)) - random.whole(20, 35)
    return this.citizens.next(bornIn, sex, `${year}-06-15`)
  }
}

interface Settling {
  readonly one: Draft
  readonly draft: DraftHousehold
  readonly number: number
  readonly before: readonly Inhabitant[]
  /** Citizen numbers of parents who live elsewhere. */
  readonly away: Map<PersonName, string>
}

interface Bearer extends Settling {
  readonly bornIn: string
  readonly phone: string
}

interface Changed {
  readonly one: Draft
  readonly bornIn: string
  readonly number: number
}
