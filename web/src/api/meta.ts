import { useQuery } from '@tanstack/react-query'
import { getJson } from './client'
import type { Meta } from './types'

/** Asked every two seconds while the demonstration enters, else twice a minute. */
export const useMeta = () =>
  useQuery({
    queryKey: ['meta'],
    queryFn: ({ signal }) => getJson<Meta>('/api/meta', {}, signal),
    refetchInterval: (query) =>
      query.state.data?.demonstration || query.state.status === 'error' ? 2_000 : 30_000,
  })
