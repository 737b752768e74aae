import { newId, shardFor } from '#foundation/ids'
import type { ReceiptAnswer, Refusal } from '#record/intake'
import type { MessageProblem } from '#vocabulary/bhyt'
import { addressGroup } from '../accounts/address-list.ts'
import { type EventKind, noteEvent } from '../accounts/event.queries.ts'
import { type Answered, answers } from '../gateway.problems.ts'
import type { Account, GatewayDeps } from '../gateway.types.ts'
import type { Endpoint } from '../protocol/endpoints.ts'
import type { ReceivedFile } from '../protocol/file-sink.ts'
import { gatewayTime, vietnamDay } from '../protocol/times.ts'
import { lookAtDates } from './look-at-dates.ts'
import { insertSubmission } from './submission.queries.ts'

export interface Sent {
  readonly endpoint: Endpoint
  /** As the software spelled it, without `/api/`. */
  readonly path: string
  readonly account: Account
  readonly address: string
  readonly file: ReceivedFile
  /** `loaiHoSo` or `loaiHs`; empty when not said. */
  readonly kind: string
  /** What else the real gateway wants to hear: `maTinh` and the like. */
  readonly fields: Readonly<Record<string, string>>
  /** The sender's `Date` header, where it sends one. */
  readonly date: string | null
}

export interface Taken {
  readonly answered: Answered
  readonly transactionCode: string | null
  readonly receivedAt: Date
  /** Our own answer in full; the software does not look at it, its engineer does. */
  readonly details: unknown
}

const day = 86_400_000
/** Monthly reports (79a/80a, 19, 20, 21): workbooks, not records. */
const reports = new Set(['5', '6', '7', '8'])
const shown = { files: 50, problems: 100 }

/** Keeps a file in the intake, puts it on the way to the real gateway, and remembers what was answered. */
export async function takeFile(deps: GatewayDeps, sent: Sent): Promise<Taken> {
  const { clock } = deps
  const now = clock.now()
  if (sent.endpoint.operation === 'episode-4210' && reports.has(sent.kind)) return passOn(deps, sent, now)
  const refusedClock = await checkClock(deps, sent, now)
  if (refusedClock) return { answered: refusedClock, transactionCode: null, receivedAt: now, details: null }
  const kept = await deps.keep({
    source: sent.file.read(),
    fileName: null,
    claimedFacility: sent.account.facility,
    channel: 'insurance-gateway',
    lane: 'live',
  })
  if (!kept.ok) return refusedFile(deps, sent, kept.problem, now)
  const receipt = kept.value
  await deps.relay?.enqueue(forwarded(sent, receipt.receiptId))
  const taken = takenOf(sent, receipt, now)
  await insertSubmission(deps.db, {
    ...commonOf(sent, now),
    transactionCode: taken.transactionCode!,
    receiptId: receipt.receiptId,
    code: taken.answered.code,
    total: receipt.files.length,
    setAside: setAsideOf(receipt),
    problems: problemsOf(receipt)
      .slice(0, shown.problems)
      .map(({ code, message }) => ({ code, message })),
  })
  return taken
}

const setAsideOf = ({ files }: ReceiptAnswer) => files.filter(({ status }) => status === 'set-aside').length
const problemsOf = (receipt: ReceiptAnswer): MessageProblem[] =>
  [...receipt.problems, ...receipt.files.flatMap(({ problems }) => problems)].filter(
    ({ severity }) => severity === 'error',
  )

const commonOf = (sent: Sent, now: Date) => ({
  submissionId: newId(shardFor(sent.account.facility), now.getTime()),
  facility: sent.account.facility,
  accountId: sent.account.accountId,
  operation: sent.endpoint.operation,
  kind: sent.kind,
  at: now,
  day: vietnamDay(now),
  size: sent.file.size,
})

const forwarded = (sent: Sent, receiptId: string | null) => ({
  facility: sent.account.facility,
  accountId: sent.account.accountId,
  operation: sent.endpoint.operation,
  path: sent.path,
  kind: sent.kind,
  fields: sent.fields,
  file: sent.file,
  receiptId,
})

/** Thirty-two letters and digits: what a column for `maGiaoDich` holds. */
const shortId = (id: string) => id.replaceAll('-', '')

function takenOf(sent: Sent, receipt: ReceiptAnswer, now: Date): Taken {
  const answered = receipt.alreadyReceivedAt
    ? answers.receivedBefore(gatewayTime(new Date(receipt.alreadyReceivedAt)))
    : answers.received(receipt.files.length, setAsideOf(receipt))
  return {
    answered,
    transactionCode: shortId(receipt.receiptId),
    receivedAt: now,
    details: {
      receiptId: receipt.receiptId,
      alreadyReceivedAt: receipt.alreadyReceivedAt,
      facility: sent.account.facility,
      records: receipt.files.length,
      setAside: setAsideOf(receipt),
      files: receipt.files.slice(0, shown.files),
      problems: receipt.problems,
    },
  }
}

async function passOn(deps: GatewayDeps, sent: Sent, now: Date): Promise<Taken> {
  if (!deps.relay) return { answered: answers.onlyXml, transactionCode: null, receivedAt: now, details: null }
  const common = commonOf(sent, now)
  const transactionCode = shortId(common.submissionId)
  await deps.relay.enqueue(forwarded(sent, null))
  await insertSubmission(deps.db, {
    ...common,
    transactionCode,
    receiptId: null,
    code: '200',
    total: 1,
    setAside: 0,
    problems: [],
  })
  return { answered: answers.passedOn, transactionCode, receivedAt: now, details: null }
}

const codeOfRefusal: Readonly<Record<string, EventKind>> = {
  INTAKE_FACILITY_NOT_YOURS: 'other-facility',
  INTAKE_TOO_LARGE: 'too-large',
}

async function refusedFile(deps: GatewayDeps, sent: Sent, refusal: Refusal, now: Date): Promise<Taken> {
  const worst = refusal.problems.find(({ severity }) => severity === 'error') ?? refusal.problems[0]!
  const kind = codeOfRefusal[worst.code] ?? 'file-refused'
  await note(deps, sent, kind, now)
  const code = kind === 'other-facility' ? '402' : kind === 'too-large' ? '1001' : '205'
  return {
    answered: { code, message: worst.message },
    transactionCode: null,
    receivedAt: now,
    details: { problems: refusal.problems },
  }
}

/** A wrong clock at the sender is told at once; ten years later nobody can say which dates were meant. */
async function checkClock(deps: GatewayDeps, sent: Sent, now: Date): Promise<Answered | null> {
  const seen = lookAtDates(await sent.file.bytes(), now)
  if (seen.ahead) {
    await note(deps, sent, 'clock-ahead', now)
    return answers.clock(seen.ahead)
  }
  const said = sent.date === null ? Number.NaN : Date.parse(sent.date)
  if (seen.isBehind || Math.abs(said - now.getTime()) > day) await note(deps, sent, 'clock-behind', now)
  return null
}

const note = (deps: GatewayDeps, { account, address }: Sent, kind: EventKind, at: Date) =>
  noteEvent(deps.db, {
    kind,
    at,
    facility: account.facility,
    username: account.username,
    address: addressGroup(address),
  })
