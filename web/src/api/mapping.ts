import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { getJson, sendJson, withParams } from './client'
import type {
  CataloguePage,
  MappingBulk,
  MappingCandidate,
  MappingCandidates,
  MappingDecided,
  MappingDecision,
  MappingKey,
  MappingQueue,
} from './types'

const base = '/api/catalogues/mapping'

export interface MappingFilter {
  readonly source?: string
  readonly list?: string
  readonly state?: string
  readonly q?: string
}

const perPage = 50

export const useMappingQueue = (filter: MappingFilter) =>
  useInfiniteQuery({
    queryKey: ['mapping', filter],
    queryFn: ({ pageParam, signal }) =>
      getJson<MappingQueue>(base, { ...filter, limit: perPage, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => (page.more ? pages.length * perPage : undefined),
    placeholderData: keepPreviousData,
  })

export interface Proposals {
  /** False while the catalogue has no version in force. */
  readonly inForce: boolean
  readonly items: readonly (MappingCandidate | Omit<MappingCandidate, 'score'>)[]
}

/** Proposals for a name; with a text typed by hand, what the catalogue finds for it. */
export const useCandidates = (list: string, display: string, typed: string) =>
  useQuery({
    queryKey: ['mapping-candidates', list, display, typed],
    queryFn: async ({ signal }): Promise<Proposals> => {
      if (typed.trim() === '')
        return getJson<MappingCandidates>(`${base}/candidates`, { list, display, n: 9 }, signal)
      const path = `/api/catalogues/${encodeURIComponent(list)}/entries`
      const { version, items } = await getJson<CataloguePage>(path, { q: typed, limit: 9 }, signal)
      return { inForce: version !== null, items }
    },
  })

export interface DecisionItem {
  readonly key: MappingKey
  readonly decision: MappingDecision
}

export const useDecide = () =>
  useMutation({
    mutationFn: (items: readonly DecisionItem[]) =>
      sendJson<MappingDecided>('POST', `${base}/decisions`, { items }),
  })

export const useUndoDecision = () =>
  useMutation({
    mutationFn: (batch: string) => sendJson<MappingDecided>('POST', `${base}/undo`, { batch }),
  })

export const useBulk = (source: string, list: string, threshold: number, enabled: boolean) =>
  useQuery({
    queryKey: ['mapping-bulk', source, list, threshold],
    queryFn: () => sendJson<MappingBulk>('POST', `${base}/bulk`, { source, list, threshold }),
    enabled,
    gcTime: 0,
  })

export const conceptMapPath = (source: string, list: string) =>
  withParams(`${base}/concept-map`, { source, list })
