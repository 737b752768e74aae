import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '#foundation/clock'
import type { Logger } from '#foundation/log'
import { fail } from '#foundation/result'
import type { Lane, SmallArrival } from '#record/intake'
import type { MessageProblem } from '#vocabulary/bhyt'
import {
  decodeHl7,
  type FacilityAliases,
  facilityOf,
  type Hl7Message,
  hl7Instant,
  parseHl7,
  segmentNamed,
  senderOf,
} from '#vocabulary/hl7v2'
import { acceptanceOf, answersTo, type Outcome } from './acknowledge.ts'
import { type FrameEvent, type FrameLimits, FrameReader, framed } from './frames.ts'
import type { KeepOne } from './gather.ts'
import { controlIdReused, refusals } from './mllp.problems.ts'
import { type AskIdentity, answerQuery, queryFaults, writeResponse } from './queries/index.ts'
import type { RememberedIds } from './remembered-ids.ts'

/** What all connections of a door share. */
export interface DoorParts {
  readonly keep: KeepOne
  /** Whom queries are answered by; null: they are refused. */
  readonly ask: AskIdentity | null
  readonly aliases: FacilityAliases
  readonly limits: FrameLimits
  readonly remembered: RememberedIds
  readonly clock: Clock
  readonly log: Logger
  readonly newControlId: () => string
  readonly refused: (refusal: RefusedMessage) => void
  readonly idleSeconds: number
}

/** A message that was not kept, for those who count and show refusals. */
export interface RefusedMessage {
  readonly peer: string
  readonly facilityCode: string | null
  readonly problems: readonly MessageProblem[]
}

/** Unanswered messages of one connection from which on its socket is not read. */
const mostWaiting = 32
const mostWaitingBytes = 4_000_000
/** Half a message that does not go on for so long belongs to a sender that is gone. */
const halfFrameSeconds = 60
const mostJunk = 65_536
/** Clients that take one packet for one answer (seen in @medplum/hl7 4.5) would read CA and AA as one message. */
const betweenAnswers = 10
/** A question is repeated in its answer: one of megabytes (0.4 s for four) is no question. */
const mostQueryBytes = 65_536
const oneDay = 24 * 3_600_000

/** Serves one connection: frames in, answers out in the order the messages came. */
export class Connection {
  readonly #socket: Socket
  readonly #parts: DoorParts
  readonly #peer: string
  readonly #allowed: readonly string[] | 'any' | null
  readonly #frames: FrameReader
  #turn: Promise<void> = Promise.resolve()
  #waiting = 0
  #waitingBytes = 0
  #junk = 0
  #ending = false

  constructor(socket: Socket, peer: string, allowed: readonly string[] | 'any' | null, parts: DoorParts) {
    this.#socket = socket
    this.#peer = peer
    this.#allowed = allowed
    this.#parts = parts
    this.#frames = new FrameReader(parts.limits)
    socket.setNoDelay(true)
    socket.setTimeout(parts.idleSeconds * 1_000)
    socket.on('data', (chunk: Buffer) => this.#hear(chunk))
    socket.on('drain', () => this.#readOrWait())
    socket.on('timeout', () => socket.destroy())
    // A reset says nothing that `close` does not.
    socket.on('error', () => undefined)
    socket.on('end', () => void this.finish())
    socket.on('close', () => this.#frames.forget())
  }

  /** Answers what was heard, hears no more, closes. */
  async finish(): Promise<void> {
    this.#ending = true
    this.#socket.pause()
    await this.#turn
    this.#socket.end()
  }

  #hear(chunk: Buffer): void {
    if (this.#ending) return
    for (const event of this.#frames.push(chunk)) {
      if (event.kind !== 'junk') this.#enqueue(event)
      else if (this.#ignore(event.size)) return
    }
    const { idleSeconds } = this.#parts
    this.#socket.setTimeout(
      (this.#frames.isOpen ? Math.min(halfFrameSeconds, idleSeconds) : idleSeconds) * 1_000,
    )
    this.#readOrWait()
  }

  /** True when this connection is no HL7 at all. */
  #ignore(size: number): boolean {
    this.#junk += size
    this.#parts.log.warn({ peer: this.#peer, bytes: size }, 'bytes outside MLLP frames ignored')
    if (this.#junk <= mostJunk) return false
    this.#socket.destroy()
    return true
  }

  #enqueue(event: Exclude<FrameEvent, { kind: 'junk' }>): void {
    const held = event.kind === 'frame' ? event.bytes.length : event.start.length
    this.#waiting++
    this.#waitingBytes += held
    const { hold, release } = this.#parts.limits
    const isHeld = hold(held)
    // Begun at once, so that messages of one connection share a commit; answered in turn.
    const answers = this.#answer(event, isHeld).catch((err: unknown) => {
      this.#parts.log.error({ err, peer: this.#peer }, 'an HL7 message could not be answered')
      return [] as Buffer[]
    })
    this.#turn = this.#turn.then(async () => {
      const written = await answers
      this.#waiting--
      this.#waitingBytes -= held
      if (isHeld) release(held)
      for (const [n, each] of written.entries()) {
        if (n > 0) await pause(betweenAnswers)
        if (!this.#socket.destroyed) this.#socket.write(framed(each))
      }
      this.#readOrWait()
    })
  }

  #readOrWait(): void {
    const isFull = this.#waiting >= mostWaiting || this.#waitingBytes >= mostWaitingBytes
    if (this.#ending || isFull || this.#socket.writableNeedDrain) this.#socket.pause()
    else if (this.#socket.isPaused()) this.#socket.resume()
  }

  async #answer(event: Exclude<FrameEvent, { kind: 'junk' }>, isHeld: boolean): Promise<Buffer[]> {
    const bytes = event.kind === 'frame' ? event.bytes : event.start
    const message = heardIn(bytes)
    // An acknowledgement of an acknowledgement would never end.
    if (message?.type === 'ACK') return []
    const { now, stamp } = this.#stamp()
    if (!isHeld) return this.#refuse(message, [refusals.unavailable], stamp)
    if (event.kind === 'too-large') return this.#refuse(message, [refusals.tooLarge], stamp)
    const who = this.#facilityOf(message)
    if ('refusal' in who) return this.#refuse(message, [who.refusal], stamp)
    if (message && (message.type === 'QBP' || message.type === 'QCN'))
      return bytes.length > mostQueryBytes
        ? this.#refuse(message, [refusals.tooLarge], stamp)
        : this.#answerQuery(message, who.facility)
    const written = message && hl7Instant(message.segments[0]!.get(7, 1, 1, 1))
    // A message from the future would hold off every correction of it until then.
    if (written && Date.parse(written) > now.getTime() + oneDay)
      return this.#refuse(message, [refusals.clock], stamp)
    const isReused = message !== null && this.#isReused(message, bytes, who.facility)
    const toKeep: SmallArrival = {
      bytes,
      fileName: null,
      claimedFacility: who.facility,
      channel: 'mllp',
      lane: message ? laneOf(message) : 'live',
    }
    const kept = await this.#parts.keep(toKeep)
    if (!kept.ok) return this.#refuse(message, kept.problem.problems, this.#stamp().stamp)
    const problems = [...kept.value.problems, ...kept.value.files.flatMap((file) => file.problems)]
    if (isReused) problems.push(controlIdReused)
    const isAccepted = kept.value.files.some((file) => file.status === 'accepted')
    const outcome: Outcome = isAccepted ? 'accepted' : 'set-aside'
    return answersTo(message, outcome, worstFirst(problems), this.#stamp().stamp)
  }

  /** Queries are no messages of the record: nothing is kept, and a cancelled one (QCN) had left nothing to cancel. */
  async #answerQuery(message: Hl7Message, facility: string | null): Promise<Buffer[]> {
    if (message.type === 'QCN') return answersTo(message, 'accepted', [], this.#stamp().stamp)
    const { ask, aliases, log } = this.#parts
    const told = await answerQuery(ask, message, { facility, aliases }, { facility, peer: this.#peer }).catch(
      (err: unknown) => {
        log.error({ err, peer: this.#peer }, 'an HL7 query could not be answered')
        return fail(queryFaults.unavailable)
      },
    )
    const { stamp } = this.#stamp()
    return [...acceptanceOf(message, stamp), writeResponse(message, told, stamp)]
  }

  #stamp() {
    const now = this.#parts.clock.now()
    return { now, stamp: { now, controlId: this.#parts.newControlId } }
  }

  #refuse(
    message: Hl7Message | null,
    problems: readonly MessageProblem[],
    stamp: Parameters<typeof answersTo>[3],
  ) {
    const facilityCode = Array.isArray(this.#allowed) && this.#allowed.length === 1 ? this.#allowed[0]! : null
    const codes = problems.map((problem) => problem.code)
    this.#parts.log.warn({ peer: this.#peer, facility: facilityCode, codes }, 'HL7 message refused')
    this.#parts.refused({ peer: this.#peer, facilityCode, problems })
    return answersTo(message, 'refused', problems, stamp)
  }

  /** The facility of the connection wins; a header that names another one is refused. */
  #facilityOf(
    message: Hl7Message | null,
  ): { readonly facility: string | null } | { readonly refusal: MessageProblem } {
    if (this.#allowed === null) return { refusal: refusals.unknownSender }
    const named = message && facilityOf(senderOf(message), this.#parts.aliases)
    if (this.#allowed === 'any') return { facility: named }
    if (named)
      return this.#allowed.includes(named) ? { facility: named } : { refusal: refusals.notYourFacility }
    return this.#allowed.length === 1
      ? { facility: this.#allowed[0]! }
      : { refusal: refusals.notYourFacility }
  }

  #isReused(message: Hl7Message, bytes: Uint8Array, facility: string | null): boolean {
    const name = `${facility ?? this.#peer}|${senderOf(message).application.join(' ')}|${message.controlId}`
    return this.#parts.remembered.isOther(name, createHash('sha1').update(bytes).digest('base64'))
  }
}

function heardIn(bytes: Uint8Array): Hl7Message | null {
  const decoded = decodeHl7(bytes)
  // The header is ASCII in every charset but the wide ones: enough to answer by.
  const text = decoded.ok ? decoded.value.text : Buffer.from(bytes).toString('latin1')
  const parsed = parseHl7(text)
  if (parsed.ok) return parsed.value
  const header = parseHl7(text.split(/[\r\n]/, 1)[0]!)
  return header.ok ? header.value : null
}

/** PV1-2 E is an emergency; MSH-11.2 says what is loaded from an archive (table 0207). */
function laneOf(message: Hl7Message): Lane {
  const mode = message.segments[0]!.get(11, 2)
  if (mode === 'A' || mode === 'R' || mode === 'I') return 'back-load'
  return segmentNamed(message, 'PV1')?.get(2) === 'E' ? 'emergency' : 'live'
}

const order = { error: 0, warning: 1, info: 2 } as const
const worstFirst = (problems: readonly MessageProblem[]) =>
  [...problems].sort((a, b) => order[a.severity] - order[b.severity])
