import type { FacilityAliases } from '#vocabulary/hl7v2'

/** Who is at the other end of a connection. */
export interface Peer {
  /** Without the `::ffff:` of an IPv4 address on a double-stack socket. */
  readonly address: string
  /** Common name of the client certificate, when one was shown and checked. */
  readonly certificateName: string | null
}

/** Address or `cn:name` → the facilities it may send for. */
export type Senders = ReadonlyMap<string, readonly string[]>

const pairsOf = (text: string): [string, string][] =>
  text
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.lastIndexOf('=')
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
    })

/** `10.1.2.3=99901;cn:his.bv99902=99902+99903` */
export const readSenders = (text: string): Senders =>
  new Map(pairsOf(text).map(([peer, codes]) => [peer, codes.split('+')]))

/** `BVDK MAU=99901;HIS|CS2=99902` */
export const readFacilityNames = (text: string): FacilityAliases => new Map(pairsOf(text))

export const plainAddress = (address: string | undefined): string => (address ?? '').replace(/^::ffff:/, '')

const isThisMachine = (address: string) => address === '::1' || address.startsWith('127.')

/** The facilities a peer may send for: a list, `any` on this machine while nobody is named, or null: nobody knows it. */
export function allowedFor(peer: Peer, senders: Senders): readonly string[] | 'any' | null {
  if (senders.size === 0) return isThisMachine(peer.address) ? 'any' : null
  const byName = peer.certificateName === null ? undefined : senders.get(`cn:${peer.certificateName}`)
  return byName ?? senders.get(peer.address) ?? null
}
