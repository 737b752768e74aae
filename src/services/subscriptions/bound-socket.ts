import type { Actor } from '#gate/access'
import { buildNotification } from './build-notification.ts'
import { heartbeatDue } from './deliver.ts'
import { findEvents } from './event.queries.ts'
import type { NotificationType } from './notification.ts'
import { findOne, noteDelivered } from './subscription.queries.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import type { Followed, SubscriptionEvent } from './wanted.types.ts'

/** So much of a `ws` socket as is needed here. */
export interface Socket {
  on(event: 'message', hear: (data: unknown) => void): unknown
  on(event: 'close' | 'error', hear: () => void): unknown
  send(text: string, done: (error?: Error) => void): void
  close(code?: number, reason?: string): void
  readonly bufferedAmount: number
}

const mostPerSocket = 100
/** A receiver that does not read is not written to. */
const mostBuffered = 4_194_304
const eventsAtOnce = 20

/** A socket and what of each subscription it has been told. */
export class BoundSocket {
  readonly #deps: SubscriptionDeps
  readonly #socket: Socket
  readonly #actor: Actor
  readonly #told = new Map<string, number>()
  #isOpen = true
  #pumping: Promise<void> | null = null
  #again = false

  constructor(deps: SubscriptionDeps, socket: Socket, actor: Actor) {
    this.#deps = deps
    this.#socket = socket
    this.#actor = actor
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  end(): void {
    this.#isOpen = false
  }

  /** Greets for each subscription that is active; false when there is none. */
  async bind(ids: readonly string[]): Promise<boolean> {
    for (const id of ids.slice(0, mostPerSocket - this.#told.size)) {
      const row = await this.#activeSubscription(id)
      if (!row) continue
      await this.#send(row, 'handshake', [])
      if (!this.#told.has(id)) this.#told.set(id, row.delivered)
    }
    return this.#told.size > 0
  }

  /** Tells what was not told yet. One at a time; asked for meanwhile, once more at the end. */
  async pump(): Promise<void> {
    this.#again = true
    this.#pumping ??= this.#pumpUntilQuiet().finally(() => {
      this.#pumping = null
    })
    await this.#pumping
  }

  async #pumpUntilQuiet(): Promise<void> {
    while (this.#again && this.#isOpen) {
      this.#again = false
      for (const id of this.#told.keys()) await this.#pumpOne(id)
    }
  }

  async #pumpOne(id: string): Promise<void> {
    const { db, clock } = this.#deps
    while (this.#isOpen && this.#socket.bufferedAmount < mostBuffered) {
      const row = await this.#activeSubscription(id)
      if (!row?.wanted) return
      const from = this.#told.get(id)!
      const events = await findEvents(db, id, from, row.lastNumber, row.wanted.maxCount ?? eventsAtOnce)
      const now = clock.now()
      if (events.length === 0 && !heartbeatDue(row, row.wanted, now)) return
      await this.#send(row, events.length > 0 ? 'event-notification' : 'heartbeat', events)
      const last = events.at(-1)?.number ?? from
      this.#told.set(id, last)
      await noteDelivered(db, id, last, now)
    }
  }

  async #activeSubscription(id: string): Promise<Followed | null> {
    const row = await findOne(this.#deps.db, id)
    return row?.wanted?.channel === 'websocket' && row.state === 'active' ? row : null
  }

  async #send(row: Followed, type: NotificationType, events: readonly SubscriptionEvent[]): Promise<void> {
    const asked = { actor: this.#actor, purpose: 'management', base: this.#deps.base() } as const
    const text = await buildNotification(this.#deps, asked, row, type, events, row.wanted?.content ?? 'empty')
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(text, (error) => (error ? reject(error) : resolve()))
    })
  }
}
