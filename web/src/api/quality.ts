import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getJson } from './client'
import type { QualityBoard, QualityFacility } from './types'

export const periods = ['7d', '30d', '90d', '12m', '24m'] as const
export const usualPeriod = '30d'

export const useQualityBoard = (period: string, vendor: string | undefined) =>
  useQuery({
    queryKey: ['quality', period, vendor ?? null],
    queryFn: ({ signal }) =>
      getJson<QualityBoard>(`/api/data-quality${boardQuery(period, vendor)}`, {}, signal),
    // Another period fills the same table: it must not jump away meanwhile.
    placeholderData: keepPreviousData,
  })

/** `vendor` may be empty: facilities whose software nobody has named. */
export const boardQuery = (period: string, vendor: string | undefined): string =>
  `?${new URLSearchParams(vendor === undefined ? { period } : { period, vendor })}`

export const useQualityFacility = (facility: string, period: string) =>
  useQuery({
    queryKey: ['quality-facility', facility, period],
    queryFn: ({ signal }) =>
      getJson<QualityFacility>(
        `/api/data-quality/facilities/${encodeURIComponent(facility)}`,
        { period },
        signal,
      ),
    placeholderData: keepPreviousData,
  })

export type Period = (typeof periods)[number]

/** A period of the address, or the usual one when it names none that exists. */
export const readPeriod = (period: string | undefined): Period =>
  periods.find((known) => known === period) ?? usualPeriod
