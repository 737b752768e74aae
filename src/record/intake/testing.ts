/** Builders for tests: an intake over a database of one's own, files of visits, zips. Synthetic data only. */
import Fastify from 'fastify'
import { fixedClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { createEvents, eventsMigrations } from '#foundation/events'
import { answerProblems } from '#foundation/http'
import { aTempDir, withDatabase } from '#foundation/testkit'
import { aVisit, giamDinh, hoso } from './bhyt-xml/testing.ts'
import {
  type FileToKeep,
  intakeMigrations,
  intakeRoutes,
  type KeepDeps,
  keepFile,
  openDesk,
  openKeep,
  visitAccepted,
} from './index.ts'

export { aZip } from '#foundation/testkit'

export type Intake = Awaited<ReturnType<typeof anIntake>>

/** Files arrive a second apart. */
export async function anIntake(limits: Partial<KeepDeps['limits']> = {}) {
  const t = await withDatabase([eventsMigrations, intakeMigrations], { max: 12 })
  const folder = aTempDir('mach-intake')
  const clock = fixedClock('2026-11-21T08:00:00+07:00')
  const events = createEvents({ db: t.db, subscriptions: { [visitAccepted]: ['journey'] }, clock })
  const deps = openKeep({
    db: t.db,
    clock,
    announce: events.announce,
    limits: { maxBytes: 8_388_608, maxZipEntries: 20, ...limits },
    tempDir: folder.path,
  })
  const desk = openDesk(t.db, clock)
  const tryToKeep = (
    bytes: Uint8Array | string,
    says: Partial<FileToKeep> & { deps?: Partial<KeepDeps> } = {},
  ) => {
    clock.advance(1_000)
    const { deps: other, ...file } = says
    return keepFile(
      { ...deps, ...other },
      { source: inPieces(bytes), fileName: null, claimedFacility: null, ...file },
    )
  }
  return {
    db: t.db,
    clock,
    events,
    deps,
    desk,
    tempDir: folder.path,
    tryToKeep,
    async keep(bytes: Uint8Array | string, says: Partial<FileToKeep> = {}) {
      const kept = await tryToKeep(bytes, says)
      if (!kept.ok) throw new Error(`refused: ${kept.problem.problems.map((p) => p.code).join(', ')}`)
      return kept.value
    },
    /** The code of the refusal. */
    async refusal(bytes: Uint8Array | string, says: Partial<FileToKeep> = {}) {
      const kept = await tryToKeep(bytes, says)
      if (kept.ok) throw new Error(`kept: ${kept.value.receiptId}`)
      return kept.problem.problems[0]!.code
    },
    async raw(receiptId: string, part = 0): Promise<Buffer> {
      const pieces: Buffer[] = []
      const raw = await desk.raw(receiptId, part)
      if (!raw || raw === 'dropped') throw new Error(`no bytes: ${raw}`)
      for await (const piece of raw.bytes) pieces.push(piece)
      return Buffer.concat(pieces)
    },
    /** Rows of every table, so that "nothing is kept" can be seen. */
    rows: async () =>
      Number(
        (
          await t.db.one<{ n: string }>(sql`
            select (select count(*) from intake.receipt) + (select count(*) from intake.part)
              + (select count(*) from intake.chunk) + (select count(*) from intake.file)
              + (select count(*) from events.job) as n`)
        ).n,
      ),
    jobs: async () => (await events.queueDepth(t.db, 'journey')).ready,
    /** The HTTP edge alone, listening nowhere: `(await intake.http()).inject(…)`. */
    async http() {
      const app = Fastify({ forceCloseConnections: true })
      answerProblems(app)
      await app.register(intakeRoutes({ ...deps, desk }))
      return app
    },
    async empty() {
      await t.db.transaction((tx) =>
        tx.script(`truncate intake.receipt, intake.part, intake.chunk, intake.file, intake.facility, intake.refusal,
          events.job, events.dead_job`),
      )
    },
    async close() {
      await t.close()
      folder.remove()
    },
  }
}

/** In pieces of 10 kB, as a network brings them. */
export async function* inPieces(bytes: Uint8Array | string, size = 10_240): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(bytes as Uint8Array)
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
}

/** A file of one facility with these visits; each is `{}` or what differs from a sound one. */
export const aFile = (...visits: Readonly<Record<string, string | undefined>>[]): string =>
  giamDinh(
    visits.map((says, n) =>
      hoso({
        XML1: [
          aVisit({
            MA_LK: `LK${n + 1}`,
            MA_BN: `BN${n + 1}`,
            MA_CSKCB: says.MA_CSKCB ?? visits[0]?.MA_CSKCB,
            ...says,
          }),
        ],
      }),
    ),
    { facility: visits[0]?.MA_CSKCB ?? '99901' },
  )
