import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson } from './client'
import type {
  FacilityCard,
  FileSource,
  ProblemGroups,
  Receipt,
  ReceiptLines,
  Refusals,
  ReplayAnswer,
  Volumes,
} from './types'

export interface ReceiptFilter {
  readonly facility?: string
  readonly status?: string
  readonly code?: string
  readonly day?: string
}

const receiptPath = (receiptId: string) => `/intake/receipts/${encodeURIComponent(receiptId)}`

export const fetchReceipts = (filter: ReceiptFilter, before?: string, signal?: AbortSignal) =>
  getJson<ReceiptLines>('/intake/receipts', { limit: 50, before, ...filter }, signal)

const filesPerPage = 100

/** A receipt and its files, a hundred at a time; asked again while something is still being standardised. */
export const useReceipt = (receiptId: string, status: string | undefined) =>
  useInfiniteQuery({
    queryKey: ['receipt', receiptId, status ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      getJson<Receipt>(receiptPath(receiptId), { offset: pageParam, limit: filesPerPage, status }, signal),
    initialPageParam: 0,
    getNextPageParam: (page, _pages, offset) => (page.more ? offset + filesPerPage : undefined),
    refetchInterval: (query) => ((query.state.data?.pages[0]?.counts.accepted ?? 0) > 0 ? 2_000 : false),
  })

/** One file's line of its receipt: person, visit, attempts. */
export const useReceiptFile = (receiptId: string, fileNumber: number) =>
  useQuery({
    queryKey: ['receipt-file', receiptId, fileNumber],
    queryFn: async ({ signal }) => {
      const receipt = await getJson<Receipt>(
        receiptPath(receiptId),
        { offset: fileNumber - 1, limit: 1 },
        signal,
      )
      return { receipt, file: receipt.files.find((file) => file.fileNumber === fileNumber) ?? null }
    },
  })

export const useFileSource = (receiptId: string, fileNumber: number) =>
  useQuery({
    queryKey: ['file-source', receiptId, fileNumber],
    queryFn: ({ signal }) =>
      getJson<FileSource>(`${receiptPath(receiptId)}/files/${fileNumber}/source`, {}, signal),
  })

export const useVolumes = (days: number) =>
  useQuery({
    queryKey: ['volumes', days],
    queryFn: ({ signal }) => getJson<Volumes>('/intake/volumes', { days }, signal),
    refetchInterval: 15_000,
  })

/** Every facility that has been given a name, also one that has sent nothing yet. */
export const useFacilityCards = () =>
  useQuery({
    queryKey: ['facilities'],
    queryFn: ({ signal }) =>
      getJson<{ readonly items: readonly FacilityCard[] }>('/intake/facilities', {}, signal),
    select: ({ items }) => items,
  })

export const useProblemGroups = () =>
  useQuery({
    queryKey: ['problems'],
    queryFn: ({ signal }) => getJson<ProblemGroups>('/intake/problems', {}, signal),
    refetchInterval: 15_000,
  })

export const useRefusals = () =>
  useQuery({
    queryKey: ['refusals'],
    queryFn: ({ signal }) => getJson<Refusals>('/intake/refusals', {}, signal),
    refetchInterval: 15_000,
  })

export type ReplayWhat =
  | { readonly receiptId: string; readonly fileNumber: number }
  | {
      readonly code?: string
      readonly facility?: string
      /** Received from–to (before), instants. */
      readonly from?: string
      readonly to?: string
    }

/** Sends set-aside records down the road again, and asks anew for everything that shows them. */
export function useReplay() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (what: ReplayWhat) =>
      'receiptId' in what
        ? sendJson<ReplayAnswer>('POST', `${receiptPath(what.receiptId)}/files/${what.fileNumber}/replay`, {})
        : sendJson<ReplayAnswer>('POST', '/intake/replay', what),
    onSuccess: () => client.invalidateQueries(),
  })
}

export function useNameFacility() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ facilityCode, name, vendor }: FacilityCard) =>
      sendJson<FacilityCard>('PUT', `/intake/facilities/${encodeURIComponent(facilityCode)}`, {
        name,
        vendor,
      }),
    onSuccess: () => client.invalidateQueries(),
  })
}
