import { createHash } from 'node:crypto'
import type { Actor } from '#gate/access'
import { BoundSocket, type Socket } from './bound-socket.ts'
import type { SubscriptionDeps } from './subscriptions.types.ts'
import { findTicket } from './ticket.queries.ts'

const mostSockets = 1_000
const longestMessage = 4_096
const mostMessages = 100
/** A socket that nobody binds is closed. */
const patience = 30_000

export const digestOf = (ticket: string): Buffer => createHash('sha256').update(ticket).digest()

/** The sockets of this process. */
export function openSockets(deps: SubscriptionDeps) {
  const { db, clock, log } = deps
  const bound = new Set<BoundSocket>()
  let open = 0

  /** Takes over a socket: it says `bind-with-token <token>` and is told of its subscriptions from then on. */
  function bindSocket(socket: Socket, actor: Actor | null): void {
    if (actor === null || open >= mostSockets) {
      socket.close(actor === null ? 1008 : 1013, actor === null ? 'forbidden' : 'too many sockets')
      return
    }
    open += 1
    const each = new BoundSocket(deps, socket, actor)
    const unbound = setTimeout(() => socket.close(1008, 'no token came'), patience)
    const end = () => {
      if (!each.isOpen) return
      each.end()
      open -= 1
      clearTimeout(unbound)
      bound.delete(each)
    }
    const bind = async (ticket: string) => {
      const found = await findTicket(db, digestOf(ticket), clock.now())
      if (!found) return socket.close(1008, 'unknown or expired token')
      if (!(await each.bind(found.ids))) return socket.close(1008, 'no active subscription')
      clearTimeout(unbound)
      if (each.isOpen) bound.add(each)
      return each.pump()
    }
    let messages = 0
    socket.on('close', end)
    socket.on('error', end)
    socket.on('message', (data) => {
      messages += 1
      const ticket = messages > mostMessages ? null : ticketIn(String(data))
      if (!ticket) return socket.close(1008, 'bind-with-token <token>')
      bind(ticket).catch((err) => {
        log.debug({ err }, 'socket could not be bound')
        socket.close(1011, 'try again')
      })
    })
  }

  return {
    bindSocket,
    /** Tells every socket what it has not heard. A socket that fails fails alone. */
    pumpAll: (): void => {
      for (const each of bound) each.pump().catch((err) => log.debug({ err }, 'socket could not be told'))
    },
  }
}

/** Backport 1.1, websockets: `bind-with-token: $token`, the colon often left out. */
const ticketIn = (text: string): string | null =>
  text.length > longestMessage ? null : (/^bind-with-token:? +([\w-]{20,200})\s*$/.exec(text)?.[1] ?? null)
