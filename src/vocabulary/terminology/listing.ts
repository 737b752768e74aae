import type { Concept } from './code-system.ts'
import type { Extent } from './extent.ts'
import { makeWordIndex, type WordIndex } from './word-index.ts'

export interface Member {
  readonly system: string
  readonly concept: Concept
}

/** The members of a value set in order, and what is searched when somebody types. */
export interface Listing {
  readonly members: readonly Member[]
  /** The members that have all the words, in order. */
  search(words: string): readonly Member[]
}

const listings = new WeakMap<Extent, Listing>()

/** Kept as long as the extent is: the order and the words of a value set are worked out once. */
export function listingOf(extent: Extent): Listing {
  let listing = listings.get(extent)
  if (!listing) {
    listing = makeListing(extent)
    listings.set(extent, listing)
  }
  return listing
}

function makeListing(extent: Extent): Listing {
  const members: Member[] = []
  for (const [system, codes] of extent.listed) {
    for (const concept of codes.values()) members.push({ system, concept })
  }
  let words: WordIndex | undefined
  return {
    members,
    search(text) {
      words ??= makeWordIndex(members.map(({ concept }) => concept))
      return words.search(text).map((place) => members[place]!)
    },
  }
}
