/** Who asks. Until sign-in exists there is one: somebody sitting at this machine. */
export interface Actor {
  readonly kind: 'loopback'
}

const loopback = /^(127\.|::1$|::ffff:127\.|localhost$)/

/** An actor for a caller's address, or null when the address is not this machine. */
export const loopbackActor = (address: string | undefined): Actor | null =>
  address && loopback.test(address) ? { kind: 'loopback' } : null
