/** Who asks. Until sign-in exists there is one: somebody sitting at this machine. */
export interface Actor {
  readonly kind: 'loopback'
  /** The name that was typed there: nobody checks it. */
  readonly name?: string
  /** Through which door, where it is not the door's own gate that says so: `screen`, `command`, `insurance-gateway`. */
  readonly door?: string
  /** On whose behalf. */
  readonly facility?: string
}

const loopback = /^(127\.|::1$|::ffff:127\.|localhost$)/

/** An actor for a caller's address, or null when the address is not this machine; `known`: what else is known of the caller. */
export const loopbackActor = (address: string | undefined, known: Omit<Actor, 'kind'> = {}): Actor | null =>
  address && loopback.test(address) ? { kind: 'loopback', ...known } : null
