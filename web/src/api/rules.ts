import { useQuery } from '@tanstack/react-query'
import { getJson } from './client'
import type { RuleLine } from './types'

/** One check by its code; asked when somebody wants to read it. */
export const useRule = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['rule', id],
    queryFn: ({ signal }) => getJson<RuleLine>(`/api/rules/${encodeURIComponent(id)}`, {}, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  })
