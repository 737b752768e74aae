import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { getJson, sendJson } from './client'
import type { ReadCorrection, ReadCorrectionCount, ReadCorrectionState, ReadCorrections } from './types'

const base = '/api/identity/corrections'
const perPage = 50

export type CorrectionFilter = ReadCorrectionState | 'all'

const listKey = ['read-corrections'] as const
const countKey = ['read-corrections-count'] as const

export const useCorrections = (state: CorrectionFilter) =>
  useInfiniteQuery({
    queryKey: [...listKey, state],
    queryFn: ({ pageParam, signal }) =>
      getJson<ReadCorrections>(
        base,
        { state: state === 'all' ? undefined : state, limit: perPage, after: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.more ? page.items.at(-1)?.correctionId : undefined),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

/** For a badge: how many wait. */
export const useCorrectionCount = () =>
  useQuery({
    queryKey: countKey,
    queryFn: ({ signal }) => getJson<ReadCorrectionCount>(`${base}/count`, {}, signal),
    refetchInterval: 60_000,
  })

export interface CorrectionMark {
  readonly correctionId: string
  readonly state: ReadCorrectionState
  readonly by: string
  readonly note: string
}

/** The line changes where it stands; the list itself is asked again only when it is opened anew, so that nothing jumps. */
export function useMarkCorrection() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ correctionId, ...said }: CorrectionMark) =>
      sendJson<ReadCorrection>('POST', `${base}/${encodeURIComponent(correctionId)}`, said),
    onSuccess: (marked) => {
      client.setQueriesData<InfiniteData<ReadCorrections>>(
        { queryKey: listKey },
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.map((item) => (item.correctionId === marked.correctionId ? marked : item)),
            })),
          },
      )
    },
    onSettled: () => client.invalidateQueries({ queryKey: countKey }),
  })
}
