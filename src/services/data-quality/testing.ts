/** Builders for tests: a day of one facility, and an intake that is only these days. */
import type { DayCause, DayMeasures, FacilityCard, QualitySource, Waiting } from './measures.types.ts'

export const aDay = (changes: Partial<DayMeasures> = {}): DayMeasures => ({
  facility: '99901',
  channel: 'http',
  kind: 'outpatient',
  records: 10,
  setAside: 0,
  withWarnings: 0,
  withRules: 0,
  superseded: 0,
  repeated: 0,
  delays: [10, 0, 0, 0, 0, 0, 0, 0],
  noEnd: 0,
  futureEnd: 0,
  backLoaded: 0,
  expected: 100,
  filled: 100,
  persons: 10,
  citizen: 10,
  card: 10,
  birth: 10,
  address: 10,
  ...changes,
})

export interface FakeIntake extends QualitySource {
  readonly days: Map<string, DayMeasures[]>
  readonly causes: Map<string, DayCause[]>
  waiting: Waiting[]
  cards: FacilityCard[]
  /** Days asked for, in order. */
  readonly asked: string[]
}

export function anIntake(): FakeIntake {
  const days = new Map<string, DayMeasures[]>()
  const causes = new Map<string, DayCause[]>()
  const asked: string[] = []
  return {
    days,
    causes,
    asked,
    waiting: [],
    cards: [],
    firstDay: async () => [...days.keys()].sort()[0] ?? null,
    dayMeasures: async (day) => {
      asked.push(day)
      return days.get(day) ?? []
    },
    dayCauses: async (day) => causes.get(day) ?? [],
    async openSetAside() {
      return this.waiting
    },
    async facilities() {
      return this.cards
    },
  }
}
