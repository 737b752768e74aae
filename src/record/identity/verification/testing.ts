/** Builders for tests: invented people, a simulated gateway, and a desk with a database of its own. */
import { type Clock, systemClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { createEvents, eventsMigrations } from '#foundation/events'
import { createLogger } from '#foundation/log'
import { withDatabase } from '#foundation/testkit'
import { identityMigrations } from '../identity.migrations.ts'
import { openPopulationClient, type PopulationClientOptions } from './client/open-population-client.ts'
import type { AskingDeps, VerificationRules } from './deps.types.ts'
import { runVerifications } from './run-verifications.ts'
import { type SimulatorOptions, startPopulationSimulator } from './simulator/simulator.ts'
import type { PersonToVerify } from './verification.types.ts'

export const digestKey = Buffer.alloc(32, 7)

/** Of 1990, whole date, name in full. */
export const aPersonToVerify = (says: Partial<PersonToVerify> = {}): PersonToVerify => ({
  citizenNumber: '079190999001',
  fullName: 'NGUYỄN THỊ THỬ',
  birthDate: '1990-03-15',
  sex: 'female',
  ...says,
})

/** People the simulated database knows: the n-th has number 0791909990nn. */
export const somePeople = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    citizenNumber: `079190999${String(index + 1).padStart(3, '0')}`,
    fullName: index === 0 ? 'Nguyễn Thị Thử' : `Trần Thị Mẫu ${'ABCDEFGHIJ'[index % 10]}`,
    birthDate: '1990-03-15',
    sex: 'female' as const,
  }))

export const clients = { mach: 'gia-lap' } as const
export const aSimulator = (options: Partial<SimulatorOptions> = {}) =>
  startPopulationSimulator({ people: somePeople(30), clients, ...options })

/** Quick, and without chance. */
export const aClient = (address: string, options: Partial<PopulationClientOptions> = {}) =>
  openPopulationClient({
    base: new URL(address),
    credentials: { clientId: 'mach', clientSecret: clients.mach },
    timeoutMs: 800,
    perSecond: 1_000,
    clock: systemClock,
    retryMs: 10,
    random: () => 1,
    circuit: { threshold: 1_000, coolMs: 50, longestMs: 200 },
    ...options,
  })

export const someRules = (says: Partial<VerificationRules> = {}): VerificationRules => ({
  reuse: 'facility',
  evidenceMs: 86_400_000,
  keepMs: 30 * 86_400_000,
  giveUpMs: 3_600_000,
  deskMs: 2_500,
  queueMs: 3_000,
  retryMs: 20,
  longestMs: 80,
  lanes: 2,
  pollMs: 10,
  ...says,
})

interface DeskOptions {
  readonly clock?: Clock
  readonly client?: Partial<PopulationClientOptions>
  readonly simulator?: Partial<SimulatorOptions>
}

export type VerificationDesk = Awaited<ReturnType<typeof aVerificationDesk>>

/** Everything real but the gateway: client, database, queue. Log lines are kept. */
export async function aVerificationDesk(options: DeskOptions = {}) {
  const t = await withDatabase([eventsMigrations, identityMigrations], { max: 10 })
  const simulator = await aSimulator(options.simulator)
  const clock = options.clock ?? systemClock
  const lines: string[] = []
  const log = createLogger({ level: 'trace', to: { write: (line) => void lines.push(line) } })
  const client = aClient(simulator.address, { clock, ...options.client })
  const records = new Map<string, PersonToVerify>()
  const deps = (rules: Partial<VerificationRules> = {}): AskingDeps => ({
    ...{ db: t.db, clock, log, digestKey },
    events: createEvents({ db: t.db, clock, subscriptions: { 'identity.record-verified': ['listener'] } }),
    subjectOf: async (recordId) => records.get(recordId) ?? null,
    port: client,
    rules: someRules(rules),
  })
  const running: { stop(): Promise<void> }[] = []
  return {
    db: t.db,
    connection: t.connection,
    simulator,
    client,
    lines,
    records,
    deps,
    /** Works on the queue until the end of the test. */
    work(rules: Partial<VerificationRules> = {}) {
      const worker = runVerifications(deps(rules))
      running.push(worker)
      return worker
    },
    states: () =>
      t.db.many<{ recordId: string; state: string; outcome: string | null; attempts: number }>(sql`
        select record_id as "recordId", state, outcome, attempts from identity.verification
        order by asked_at, verification_id`),
    kinds: async () =>
      (
        await t.db.many<{ kind: string }>(
          sql`select kind from identity.verification_event order by at, event_id`,
        )
      ).map(({ kind }) => kind),
    jobs: async () =>
      Number(
        (await t.db.one<{ n: string }>(sql`select count(*) as n from events.job where queue <> 'listener'`))
          .n,
      ),
    announced: async () =>
      (
        await t.db.many<{ payload: { recordId: string; outcome: string } }>(
          sql`select payload from events.job where queue = 'listener' order by id`,
        )
      ).map(({ payload }) => payload),
    /** As on the first day, for the next test. */
    async empty() {
      await Promise.all(running.splice(0).map((worker) => worker.stop()))
      simulator.heal()
      simulator.setAway(false)
      records.clear()
      lines.splice(0)
      await t.db.transaction((tx) =>
        tx.script('truncate identity.verification, identity.verification_event, events.job'),
      )
    },
    async stop() {
      await Promise.all(running.splice(0).map((worker) => worker.stop()))
      client.close()
      await simulator.stop()
      await t.close()
    },
  }
}
