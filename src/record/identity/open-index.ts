import type { Clock } from '#foundation/clock'
import type { Database, Tx } from '#foundation/db'
import type { SourceKey } from '#vocabulary/demographics'
import {
  type AnnounceLinks,
  admit,
  type FacilityWord,
  findNumberInForce,
  findPatientsNamed,
  findSettings,
  type IncomingRecord,
  isAnotherModelInForce,
  type LinkContext,
  type LinkReader,
  openLinkContext,
  openLinkReader,
  type ResolvedPerson,
  takeFacilityWord,
} from './links/index.ts'
import { openVietnameseModel, readSettings, shippedSettings, writeSettings } from './model/index.ts'

export interface AdmitOptions {
  /** Old files: who listens for changed links is told only of those that are cut. */
  readonly isQuiet?: boolean
}

/** Who is who, under whichever model is in force. */
export interface IdentityIndex {
  /** The links under the model in force: opened when first asked for, and anew once another is in force. */
  context(): Promise<LinkContext>
  /** Does something with that context; when another model has come into force, the error is one after which to try again. */
  under<T>(work: (links: LinkContext) => Promise<T>): Promise<T>
  /** Says whose each message is, in the caller's transaction; see `admit` of the links. */
  admit(
    tx: Tx,
    incoming: readonly IncomingRecord[],
    now: Date,
    options?: AdmitOptions,
  ): Promise<ResolvedPerson[]>
  /** The patients that are stored under these numbers of facilities; a number that nobody has is left out. */
  patientsNamed(
    tx: Tx,
    names: readonly SourceKey[],
  ): Promise<readonly (SourceKey & { readonly patientId: string })[]>
  /** A facility says of two of its own numbers that they are one human, or two; see `takeFacilityWord`. */
  takeFacilityWord(tx: Tx, word: FacilityWord, now: Date): Promise<void>
  readonly reader: LinkReader
}

export interface IndexDeps {
  readonly db: Database
  readonly clock: Clock
  /** Told of changed links in the transaction that changes them. */
  readonly announce?: AnnounceLinks
}

/** Whoever only reads never meets the error that another model is in force: which one is, is looked at so often. */
const lookAgainMs = 10_000

/** Opens the index of an installation. Touches the database only when it is first asked something. */
export function openIdentityIndex({ db, clock, announce }: IndexDeps): IdentityIndex {
  let opened: Promise<LinkContext> | null = null
  let lookedAt = 0
  const open = () => {
    opened ??= openInForce(db, clock, announce).catch((error) => {
      opened = null
      throw error
    })
    return opened
  }
  const context = async () => {
    const links = await open()
    const now = clock.now().getTime()
    if (now - lookedAt < lookAgainMs) return links
    lookedAt = now
    if ((await findNumberInForce(db)) !== links.modelNumber) opened = null
    return open()
  }
  /** Whoever meets another model begins anew with it: the error is one that makes its transaction be done again. */
  const under = async <T>(work: (context: LinkContext) => Promise<T>): Promise<T> => {
    try {
      return await work(await context())
    } catch (error) {
      if (isAnotherModelInForce(error)) opened = null
      throw error
    }
  }
  const reading = async () => openLinkReader(db, await context())
  return {
    context,
    under,
    admit: (tx, incoming, now, { isQuiet = false } = {}) =>
      under((links) => admit(tx, incoming, isQuiet ? quietly(links) : links, now)),
    patientsNamed: async (tx, names) =>
      (await findPatientsNamed(tx, names)).map(({ facility, local_id, patient_id }) => ({
        ...{ facilityCode: facility, localId: local_id, patientId: patient_id },
      })),
    takeFacilityWord: (tx, word, now) => under((links) => takeFacilityWord(tx, word, links, now)),
    reader: {
      find: async (...asked) => (await reading()).find(...asked),
      read: async (...asked) => (await reading()).read(...asked),
      patientsOf: async (...asked) => (await reading()).patientsOf(...asked),
      personOf: async (...asked) => (await reading()).personOf(...asked),
      placesOf: async (...asked) => (await reading()).placesOf(...asked),
      reviewsOf: async (...asked) => (await reading()).reviewsOf(...asked),
      identifiersOf: async (...asked) => (await reading()).identifiersOf(...asked),
      history: async (...asked) => (await reading()).history(...asked),
      why: async (...asked) => (await reading()).why(...asked),
      match: async (...asked) => (await reading()).match(...asked),
      crossReferences: async (...asked) => (await reading()).crossReferences(...asked),
    },
  }
}

/** What was read while records were joined is somebody's affair whenever they part; that old files join is not. */
function quietly(links: LinkContext): LinkContext {
  const { announce, ...quiet } = links
  if (!announce) return quiet
  return {
    ...quiet,
    announce: async (tx, changes) => {
      const cut = changes.filter(({ kind }) => kind === 'unlinked' || kind === 'unmerged')
      if (cut.length > 0) await announce(tx, cut)
    },
  }
}

/** The version in force as it was made; on the first day, the shipped one. */
async function openInForce(
  db: Database,
  clock: Clock,
  announce: AnnounceLinks | undefined,
): Promise<LinkContext> {
  const stored = await findSettings(db, null)
  const read = stored === null ? null : readSettings(stored)
  // Written by us and never changed: damaged only with the database.
  if (read && !read.ok) throw new Error(read.problem.code)
  const settings = read ? read.value : shippedSettings()
  const options = { now: clock.now(), settings: writeSettings(settings), ...(announce ? { announce } : {}) }
  return (await openLinkContext(db, openVietnameseModel(settings), options)) as LinkContext
}
