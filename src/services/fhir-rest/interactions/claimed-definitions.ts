import { transient } from '#foundation/db'
import { claimedProfiles, type Definitions } from '#vocabulary/validation'
import type { Body, Caller } from '../call.types.ts'

const none: Definitions = []

/** The stored profiles that a resource, and those in it, claim; nearly always none, and then nobody waits. */
export function claimedDefinitions(
  { service }: Caller,
  resource: unknown,
): Definitions | Promise<Definitions> {
  const claimed = claimedProfiles(resource)
  return claimed.length === 0 ? none : service.profiles.definitionsOf(claimed)
}

/** The same for a body that is to be stored. */
export const definitionsForBody = (caller: Caller, body: Body | null): Definitions | Promise<Definitions> =>
  body?.kind === 'json' ? claimedDefinitions(caller, body.json.value) : none

/**
 * The same for what a patch made, in the middle of the store's transaction, which cannot wait. When something must be read,
 * the attempt is given up: the store does the work again in a moment, with the same ids, and by then it is at hand.
 */
export function definitionsAtHand({ service }: Caller): (resource: unknown) => Definitions {
  let read: { readonly key: string; readonly definitions: Definitions } | undefined
  return (resource) => {
    const claimed = claimedProfiles(resource)
    if (claimed.length === 0) return none
    const key = claimed.join(' ')
    if (read?.key === key) return read.definitions
    const found = service.profiles.definitionsOf(claimed)
    if (!(found instanceof Promise)) return found
    found.then(
      (definitions) => {
        read = { key, definitions }
      },
      // The next attempt asks again, and fails by itself if it must.
      () => {},
    )
    throw transient('the profiles that a patched resource claims are being read')
  }
}
