import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { getJson, sendBytes, sendJson } from './client'
import type {
  CatalogueCard,
  CatalogueCards,
  CatalogueCommitOptions,
  CatalogueCommitted,
  CatalogueDiff,
  CatalogueHistory,
  CatalogueImportOptions,
  CatalogueImportPreview,
  CataloguePage,
  WardMoves,
} from './types'

const base = '/api/catalogues'
const pathOf = (list: string) => `${base}/${encodeURIComponent(list)}`

export const useCatalogues = (on: string) =>
  useQuery({
    queryKey: ['catalogues', on],
    queryFn: ({ signal }) => getJson<CatalogueCards>(base, { on }, signal),
    placeholderData: keepPreviousData,
  })

export const useCatalogue = (list: string, on: string) =>
  useQuery({
    queryKey: ['catalogue', list, on],
    queryFn: ({ signal }) => getJson<CatalogueCard>(pathOf(list), { on }, signal),
    placeholderData: keepPreviousData,
  })

const perPage = 50

export const useEntries = (list: string, q: string, on: string) =>
  useInfiniteQuery({
    queryKey: ['catalogue-entries', list, q, on],
    queryFn: ({ pageParam, signal }) =>
      getJson<CataloguePage>(`${pathOf(list)}/entries`, { q, on, limit: perPage, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => {
      const shown = pages.length * perPage
      return shown < page.total ? shown : undefined
    },
    placeholderData: keepPreviousData,
  })

export const useHistory = (list: string, code: string) =>
  useQuery({
    queryKey: ['catalogue-history', list, code],
    queryFn: ({ signal }) => getJson<CatalogueHistory>(`${pathOf(list)}/history`, { code }, signal),
  })

export const useDiff = (list: string, from: number, to: number, kind: string) =>
  useInfiniteQuery({
    queryKey: ['catalogue-diff', list, from, to, kind],
    queryFn: ({ pageParam, signal }) =>
      getJson<CatalogueDiff>(
        `${pathOf(list)}/diff`,
        { from, to, kind, limit: perPage, offset: pageParam },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => {
      const shown = pages.length * perPage
      return shown < page.total ? shown : undefined
    },
    placeholderData: keepPreviousData,
  })

/** Undoes a version or brings it back. */
export function useSetUndone(list: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ version, how }: { version: number; how: 'undo' | 'restore' }) =>
      sendJson<CatalogueCard>('POST', `${pathOf(list)}/versions/${version}/${how}`, {}),
    onSuccess: () => client.invalidateQueries(),
  })
}

export const previewImport = (list: string, file: File, options: CatalogueImportOptions) =>
  sendFile<CatalogueImportPreview>(`${pathOf(list)}/import/preview`, file, options)

export function useCommitImport(list: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ file, options }: { file: File; options: CatalogueCommitOptions }) =>
      sendFile<CatalogueCommitted>(`${pathOf(list)}/import`, file, options),
    onSuccess: () => client.invalidateQueries(),
  })
}

/** The file travels again with the confirmation: the server keeps nothing between preview and import. */
const sendFile = <T>(path: string, file: File, options: object) =>
  sendBytes<T>(path, file, { fileName: file.name, options: JSON.stringify(options) })

export const useWardMoves = (q: string) =>
  useQuery({
    queryKey: ['ward-moves', q],
    queryFn: ({ signal }) => getJson<WardMoves>(`${base}/ward-moves`, { q, limit: 40 }, signal),
    enabled: q.trim().length >= 2,
    placeholderData: keepPreviousData,
  })
