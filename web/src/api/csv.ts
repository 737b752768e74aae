import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getJson, sendBytes, sendJson } from './client'
import type {
  CsvListKind,
  CsvMappingBody,
  CsvPreview,
  CsvSample,
  CsvSavedMapping,
  CsvSavedMappings,
} from './types'

/** Enough for the header and the first lines; the file itself stays where it is. */
const sampleBytes = 1_000_000

export interface SampleQuestion {
  readonly file: File
  readonly facility: string
  readonly list: CsvListKind | ''
}

export const fetchSample = ({ file, facility, list }: SampleQuestion): Promise<CsvSample> =>
  sendBytes('/intake/csv/sample', file.slice(0, sampleBytes), { facility, list })

export const useSample = () => useMutation({ mutationFn: fetchSample })

export const useCsvPreview = (
  facility: string,
  mapping: CsvMappingBody | undefined,
  rows: readonly (readonly string[])[],
) =>
  useQuery({
    queryKey: ['csv-preview', facility, mapping, rows],
    queryFn: () => sendJson<CsvPreview>('POST', '/intake/csv/preview', { facility, mapping, rows }),
    enabled: mapping !== undefined && rows.length > 0,
    placeholderData: keepPreviousData,
  })

export const useCsvMappings = () =>
  useQuery({
    queryKey: ['csv-mappings'],
    queryFn: ({ signal }) => getJson<CsvSavedMappings>('/intake/csv/mappings', {}, signal),
  })

const pathOf = ({ owner, header }: Pick<CsvSavedMapping, 'owner' | 'header'>) =>
  `/intake/csv/mappings/${encodeURIComponent(owner)}/${header}`

export const useCsvVersions = (saved: CsvSavedMapping) =>
  useQuery({
    queryKey: ['csv-mappings', saved.owner, saved.header],
    queryFn: ({ signal }) => getJson<CsvSavedMappings>(pathOf(saved), {}, signal),
  })

export function useSaveCsvMapping() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: { owner: string; name: string; basedOn: number; mapping: CsvMappingBody }) =>
      sendJson<CsvSavedMapping>('PUT', '/intake/csv/mappings', asked),
    onSuccess: () => client.invalidateQueries({ queryKey: ['csv-mappings'] }),
  })
}

export function useRestoreCsvMapping() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ saved, version }: { saved: CsvSavedMapping; version: number }) =>
      sendJson<CsvSavedMapping>('POST', `${pathOf(saved)}/restore`, { version, basedOn: saved.version }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['csv-mappings'] }),
  })
}
