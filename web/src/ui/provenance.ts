import { createContext, useContext } from 'react'
import type { Source } from '../api/types'

export interface Provenance {
  readonly ref: string
  readonly source: Source
  readonly what: string
  /** The fact in the sender's words, best first: they lead to the very field of the source row. */
  readonly said?: readonly string[]
}

// One drawer serves the whole page: a record shows hundreds of facts, and a popover for each would be slow.
export const ProvenanceContext = createContext<(fact: Provenance) => void>(() => {})

export const useProvenance = () => useContext(ProvenanceContext)
