import { mixed, Random } from '../../random.ts'
import { drawName, drawSurname } from '../names/draw-name.ts'
import { type HardCase, type Home, hardCases, type Sex } from '../population.types.ts'
import { type Asked, type Composition, composeHousehold } from './compose-household.ts'
import { born, type Draft, type DraftCase } from './draft.ts'
import { drawChildren } from './draw-children.ts'
import { drawEvent } from './draw-event.ts'
import { formerProvinceOf, type Homes } from './homes.ts'

export interface DraftHousehold {
  readonly number: number
  readonly home: Home
  readonly members: readonly Draft[]
  readonly cases: readonly DraftCase[]
  readonly madeFor: HardCase | null
}

export interface Plan {
  readonly seed: number
  readonly homes: Homes
  /** Share of households that are made for one of the hard cases, in turn. */
  readonly hard: number
}

/** How far back a namesake is looked for: what `makeHouseholds` remembers. */
export const namesakeWithin = 500

const asks: Partial<Record<HardCase, Asked>> = {
  twins: { children: 2, youngest: [0.02, 14], twins: true },
  siblings: { children: 2, youngest: [0.5, 20], twins: false },
  'parent-and-child-of-one-name': { children: 1, youngest: [1, 30], twins: false },
  'strangers-of-one-name-and-day': { alone: true },
  'newborn-named': { children: 1, youngest: [0.3, 3], twins: false },
  adopted: { children: 1, youngest: [2, 12], twins: false },
}

/** Draws a household from its number alone: any one can be drawn again without those before it. */
export function drawHousehold(plan: Plan, number: number): DraftHousehold {
  const random = new Random(mixed(plan.seed, number, 5))
  const madeFor = random.chance(plan.hard) ? hardCases[number % hardCases.length]! : null
  const home = plan.homes.draw(random)
  const composition = composeHousehold(random, madeFor ? asks[madeFor] : undefined)
  const childless = composition.children.length === 0
  const wantsNamesake =
    childless && (madeFor === 'strangers-of-one-name-and-day' || (!madeFor && random.chance(0.012)))
  const namesake = wantsNamesake ? findNamesake(plan, number, random) : null
  const drawn = drawMembers(random, { composition, home, madeFor, plan })
  const members = namesake
    ? [{ ...drawn.members[0]!, ...namesake.same }, ...drawn.members.slice(1)]
    : drawn.members
  const cases: DraftCase[] = namesake
    ? [{ kind: 'strangers-of-one-name-and-day', members: [0], namesake: namesake.who }]
    : []
  return { number, home, members, cases: [...cases, ...drawn.cases], madeFor }
}

/** Somebody grown of one of the households just before: the name, sex and birth date will be the same. */
function findNamesake(plan: Plan, number: number, random: Random) {
  if (number === 0) return null
  const household = number - random.whole(1, Math.min(number, namesakeWithin))
  const { sex, name, birthDate, birthTime, age } = drawHousehold(plan, household).members[0]!
  return { who: { household, member: 0 }, same: { sex, name, birthDate, birthTime, age, event: null } }
}

interface Members {
  readonly composition: Composition
  readonly home: Home
  readonly madeFor: HardCase | null
  readonly plan: Plan
}

function drawMembers(random: Random, { composition, home, madeFor, plan }: Members) {
  const province = formerProvinceOf(home)
  const grown = (age: number, sex: Sex, surname = drawSurname(random, province)): Draft => ({
    ...born(random, age),
    sex,
    name: drawName(random, { sex, age, surname }),
    birthOrder: 1,
    age,
    isChild: false,
    mother: null,
    father: null,
    event: null,
  })
  const father = composition.father === null ? null : grown(composition.father, 'male')
  const mother = composition.mother === null ? null : grown(composition.mother, 'female')
  const grandmother = composition.grandmother === null ? null : grown(composition.grandmother, 'female')
  const grandfather =
    composition.grandfather === null ? null : grown(composition.grandfather, 'male', father?.name.surname)
  const elders = [father, mother, grandmother, grandfather].filter((one) => one !== null)
  const children = drawChildren(random, { composition, father, mother, province, madeFor })
  const quiet = [...elders, ...children.members]
  const members = quiet.map((draft, at) => ({
    ...draft,
    event: drawEvent(random, { draft, province, homes: plan.homes, wanted: wantedEvent(madeFor, quiet, at) }),
  }))
  const events: DraftCase[] = members.flatMap(({ event }, at) =>
    event && event.kind !== 'moved' ? [{ kind: event.kind, members: [at] }] : [],
  )
  const ofChildren = children.cases.map((one) => ({
    ...one,
    members: one.members.map((at) => at + elders.length),
  }))
  const fatherAt = children.namedAfterFather === null ? [] : [0, children.namedAfterFather + elders.length]
  const oneName: DraftCase[] =
    fatherAt.length > 0 ? [{ kind: 'parent-and-child-of-one-name', members: fatherAt }] : []
  return { members, cases: [...ofChildren, ...oneName, ...events] }
}

/** In a household made for an event its first grown person has it, or its last child when it is an adoption. */
function wantedEvent(madeFor: HardCase | null, members: readonly Draft[], at: number) {
  if (madeFor === 'adopted') return at === members.length - 1 ? madeFor : 'none'
  if (madeFor === 'renamed' || madeFor === 'sex-corrected' || madeFor === 'card-changed')
    return at === 0 ? madeFor : 'none'
  return madeFor ? 'none' : null
}
