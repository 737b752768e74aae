import { truePairsOf } from '#foundation/linkage'
import { type Evaluation, evaluateLinkage, type JudgedPair } from '#record/identity/evaluation'
import { type IdentityModel, linkRecords } from '#record/identity/model'
import { recordId } from '#vocabulary/demographics/csv'
import type { WrittenRecord } from '../../province/index.ts'

export interface LinkedPopulation {
  readonly evaluation: Evaluation
  readonly blockingRecall: number
  /** Speed of the same linkage, measured without the counting that blocking recall needs. */
  readonly comparedPerSecond: number
  /** Weighing alone, over the candidates again and again, on one thread; and by its processor time, whoever else is busy. */
  readonly weighedPerSecond: number
  readonly weighedPerCpuSecond: number
  readonly recordsPerSecond: number
  readonly compared: number
  /** The group of each record, by its place in the list. */
  readonly groups: readonly number[]
}

const keyOf = ({ source }: WrittenRecord) => recordId(source)
const toLink = (records: readonly WrittenRecord[]) =>
  records.map((one) => ({ key: keyOf(one), words: one.record }))

/** A model that says what it thinks of any pair, also of those of which nothing is kept. */
export interface JudgingModel<F, P> extends IdentityModel<F, P> {
  judge(a: F, b: F): Omit<JudgedPair, 'a' | 'b'>
}

/** Links pretended records with a model and compares the result with the truth behind them. */
export function linkPopulation<F, P>(
  records: readonly WrittenRecord[],
  model: JudgingModel<F, P>,
): LinkedPopulation {
  const linked = linkRecords(toLink(records), model)
  const places = new Map(records.map((one, at) => [keyOf(one), at]))
  const place = (key: string) => places.get(key)!
  const groups = groupNumbers(linked.groups, places)
  const persons = records.map(({ personNumber }) => personNumber)
  const { pairs, features } = judgeAll(records, model)
  const met = pairs.filter(({ a, b }) => persons[a] === persons[b]).length
  const { reading, comparing, settling } = linked.seconds
  return {
    evaluation: evaluateLinkage({
      persons,
      groups,
      pairs,
      reviewItems: linked.reviewItems.map(({ pair: [a, b] }) => ({ a: place(a), b: place(b) })),
    }),
    blockingRecall: met / Math.max(1, truePairsOf(persons)),
    compared: linked.compared,
    ...weighingSpeed(pairs, features, model),
    comparedPerSecond: linked.compared / comparing,
    recordsPerSecond: records.length / (reading + comparing + settling),
    groups,
  }
}

/** The same linkage once more, listening to what is thought of every pair: kept apart so that it does not weigh on the speed. */
function judgeAll<F, P>(records: readonly WrittenRecord[], model: JudgingModel<F, P>) {
  const pairs: JudgedPair[] = []
  const features: F[] = []
  const listening: IdentityModel<{ readonly own: F; readonly place: number }, P> = {
    version: model.version,
    featuresOf: (words) => {
      const own = model.featuresOf(words)
      return { own, place: features.push(own) - 1 }
    },
    keysOf: ({ own }) => model.keysOf(own),
    meetingKeysOf: ({ own }) => model.meetingKeysOf(own),
    sureValuesOf: () => [],
    weigh: (a, b) => {
      pairs.push({ ...model.judge(a.own, b.own), a: a.place, b: b.place })
      return null
    },
    explain: (a, b) => model.explain(a.own, b.own),
    settle: { ...model.settle, pool: ({ own }) => model.settle.pool(own) },
  }
  linkRecords(toLink(records), listening)
  return { pairs, features }
}

/** At least so many pairs are weighed: fewer are over before the machine's compiler has looked at them. */
const weighedAtLeast = 400_000

function weighingSpeed<F, P>(
  pairs: readonly JudgedPair[],
  features: readonly F[],
  model: JudgingModel<F, P>,
): Pick<LinkedPopulation, 'weighedPerSecond' | 'weighedPerCpuSecond'> {
  if (pairs.length === 0) return { weighedPerSecond: 0, weighedPerCpuSecond: 0 }
  const rounds = Math.ceil(weighedAtLeast / pairs.length)
  let kept = 0
  const began = performance.now()
  const cpuBegan = process.cpuUsage()
  for (let round = 0; round < rounds; round++)
    for (const { a, b } of pairs) if (model.weigh(features[a]!, features[b]!)) kept += 1
  const seconds = (performance.now() - began) / 1_000
  const cpu = process.cpuUsage(cpuBegan)
  if (kept === 0) throw new Error('no pair was found likely: the bench measures nothing')
  const weighed = rounds * pairs.length
  return {
    weighedPerSecond: weighed / seconds,
    weighedPerCpuSecond: (weighed * 1e6) / (cpu.user + cpu.system),
  }
}

function groupNumbers(
  groups: readonly (readonly string[])[],
  places: ReadonlyMap<string, number>,
): readonly number[] {
  const numbers = new Array<number>(places.size).fill(-1)
  for (const [number, group] of groups.entries()) for (const key of group) numbers[places.get(key)!] = number
  if (numbers.includes(-1)) throw new Error('a record stands in no group')
  return numbers
}

/** The groups alone, in a form that two orders of the same records can be compared by. */
export function partitionOf<F, P>(records: readonly WrittenRecord[], model: IdentityModel<F, P>): string {
  const groups = linkRecords(toLink(records), model).groups.map((group) => [...group].sort().join(' '))
  return groups.sort().join('\n')
}
