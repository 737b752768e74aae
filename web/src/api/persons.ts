import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { asWhoeverSits } from './clerk'
import { getJson } from './client'
import type { PersonHits, PersonRecord, PersonWhyOne } from './types'

/** Asks only when there is something to look for: two letters or digits. */
export const isSearchable = (q: string) => q.replace(/[\s.]/g, '').length >= 2

export const usePersonSearch = (q: string) =>
  useQuery({
    queryKey: ['persons', q],
    queryFn: ({ signal }) => getJson<PersonHits>('/api/persons', { q, limit: 20 }, signal),
    enabled: isSearchable(q),
    placeholderData: keepPreviousData,
  })

/** The record; older visits come with the next page (`before` = start of the oldest visit shown). */
export const usePersonRecord = (personId: string) =>
  useInfiniteQuery({
    queryKey: ['record', personId],
    queryFn: ({ pageParam, signal }) =>
      getJson<PersonRecord>(
        `/api/persons/${encodeURIComponent(personId)}/record`,
        { before: pageParam },
        signal,
        asWhoeverSits(),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.more ? (page.timeline.at(-1)?.start ?? undefined) : undefined),
  })

/** Why the person's records are one: asked when somebody wants to know. */
export const usePersonWhyOne = (personId: string) =>
  useQuery({
    queryKey: ['why-one', personId],
    queryFn: ({ signal }) =>
      getJson<PersonWhyOne>(
        `/api/persons/${encodeURIComponent(personId)}/why-one`,
        {},
        signal,
        asWhoeverSits(),
      ),
  })
