import type { Random } from '../../random.ts'
import { firstDay } from '../days.ts'
import { drawName, drawSurname, drawTwinNames } from '../names/draw-name.ts'
import type { HardCase, PersonName, Sex } from '../population.types.ts'
import type { Composition } from './compose-household.ts'
import { born, type Draft, type DraftCase } from './draft.ts'

interface Family {
  readonly composition: Composition
  readonly father: Draft | null
  readonly mother: Draft | null
  readonly province: string
  readonly madeFor: HardCase | null
}

interface Children {
  readonly members: readonly Draft[]
  readonly cases: readonly DraftCase[]
  /** Which son has his father's whole name. */
  readonly namedAfterFather: number | null
}

/** Families with a son in which he is called as his father is: rare in Vietnam, and hard. */
const namedAfterFatherShare = 0.003

/** Siblings who are further apart than this are no hard case. */
const closeInAge = 4

export function drawChildren(random: Random, family: Family): Children {
  const { composition, father, mother, madeFor } = family
  if (composition.children.length === 0) return { members: [], cases: [], namedAfterFather: null }
  const parents = parentsOf(random, family)
  const surname = parents.father?.surname ?? parents.mother.surname
  const members: Draft[] = []
  for (const [at, age] of composition.children.entries()) {
    const twin = composition.twinsAt !== null && at === composition.twinsAt + 1 ? members[at - 1]! : null
    const first = at === 0 && madeFor === 'parent-and-child-of-one-name'
    const sex = first ? 'male' : drawSex(random, twin)
    const wanted = { sex, age, surname, motherSurname: parents.mother.surname }
    const name = shareMiddle(random, { sex, twin, elder: members, name: drawName(random, wanted) })
    members.push({
      ...(twin ? { birthDate: twin.birthDate, birthTime: twin.birthTime } : born(random, age)),
      sex,
      name: ownGiven(name, members, () => drawName(random, wanted).given),
      birthOrder: twin ? 2 : 1,
      age,
      isChild: true,
      ...parents,
      event: null,
    })
    if (twin) nameTwins(random, members)
  }
  // Not of twins: those are named together.
  const son =
    father && mother && composition.twinsAt === null ? members.findIndex(({ sex }) => sex === 'male') : -1
  const wanted =
    madeFor === 'parent-and-child-of-one-name' || (!madeFor && random.chance(namedAfterFatherShare))
  const namedAfterFather = son >= 0 && wanted ? son : null
  if (namedAfterFather !== null) members[son] = { ...members[son]!, name: father!.name }
  return { members, cases: casesAmong(members, composition.twinsAt), namedAfterFather }
}

/** Both by name; of a parent who lives alone with the children, the other one's name, or in half of them no father's. */
function parentsOf(random: Random, { father, mother, province }: Family) {
  const absent = (sex: Sex): PersonName =>
    drawName(random, { sex, age: (father ?? mother)!.age, surname: drawSurname(random, province) })
  return {
    mother: mother?.name ?? absent('female'),
    father: father?.name ?? (random.chance(0.5) ? absent('male') : null),
  }
}

/** 111 boys for 100 girls; seven twins of ten are of one sex. */
function drawSex(random: Random, twin: Draft | null): Sex {
  if (twin && random.chance(0.4)) return twin.sex
  return random.chance(0.527) ? 'male' : 'female'
}

interface Named {
  readonly sex: Sex
  readonly twin: Draft | null
  readonly elder: readonly Draft[]
  readonly name: PersonName
}

/** Siblings of one sex share the middle name in half of all families, twins nearly always. */
function shareMiddle(random: Random, { sex, twin, elder, name }: Named): PersonName {
  const like = twin?.sex === sex ? twin : elder.find((one) => one.sex === sex)
  return like && random.chance(twin?.sex === sex ? 0.8 : 0.5) ? { ...name, middle: like.name.middle } : name
}

function ownGiven(name: PersonName, elder: readonly Draft[], again: () => string): PersonName {
  let { given } = name
  for (let attempt = 0; attempt < 8 && elder.some((one) => one.name.given === given); attempt += 1)
    given = again()
  return { ...name, given }
}

function nameTwins(random: Random, members: Draft[]): void {
  const at = members.length - 1
  const [one, two] = [members[at - 1]!, members[at]!]
  const [first, second] = drawTwinNames(random, [one.sex, two.sex])
  members[at - 1] = { ...one, name: { ...one.name, given: first } }
  members[at] = { ...two, name: { ...two.name, given: second } }
}

function casesAmong(members: readonly Draft[], twinsAt: number | null): DraftCase[] {
  const cases: DraftCase[] = []
  for (let at = 0; at < members.length; at += 1) {
    if (members[at]!.birthDate >= firstDay) cases.push({ kind: 'newborn-named', members: [at] })
    for (let next = at + 1; next < members.length; next += 1) {
      if (twinsAt === at && next === at + 1) cases.push({ kind: 'twins', members: [at, next] })
      else if (members[at]!.age - members[next]!.age <= closeInAge)
        cases.push({ kind: 'siblings', members: [at, next] })
    }
  }
  return cases
}
