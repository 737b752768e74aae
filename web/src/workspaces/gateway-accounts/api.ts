import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson } from '../../api/client'
import type {
  GatewayAccount,
  GatewayAccounts,
  GatewayChannel,
  GatewayEvents,
  GatewayPassword,
  GatewayRelay,
} from '../../api/types'

/** What a form says of an account. */
export interface AccountDraft {
  readonly facility: string
  readonly username: string
  readonly vendor: string
  readonly expiresOn: string
  /** One a line. */
  readonly addresses: string
  readonly channels: readonly GatewayChannel[]
  readonly mayReadHistory: boolean
}

const path = '/api/gateway'
const accountPath = (accountId: string) => `${path}/accounts/${encodeURIComponent(accountId)}`

export const useAccounts = () =>
  useQuery({
    queryKey: ['gateway', 'accounts'],
    queryFn: ({ signal }) => getJson<GatewayAccounts>(`${path}/accounts`, {}, signal),
  })

export const useEvents = (filter: { readonly facility?: string; readonly only?: string }) =>
  useInfiniteQuery({
    queryKey: ['gateway', 'events', filter],
    queryFn: ({ pageParam, signal }) =>
      getJson<GatewayEvents>(`${path}/events`, { ...filter, before: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.before ?? undefined,
  })

export const useRelay = () =>
  useQuery({
    queryKey: ['gateway', 'relay'],
    queryFn: ({ signal }) => getJson<GatewayRelay>(`${path}/relay`, {}, signal),
    refetchInterval: 5_000,
  })

/** A change, after which everything of the gateway is asked anew. */
function useChange<What, Answer>(mutationFn: (what: What) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: ['gateway'] }),
  })
}

const lines = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

const commonOf = (draft: AccountDraft) => ({
  vendor: draft.vendor.trim() || null,
  expiresOn: draft.expiresOn || null,
  addresses: lines(draft.addresses),
  channels: draft.channels,
  mayReadHistory: draft.mayReadHistory,
})

export const useCreateAccount = () =>
  useChange((draft: AccountDraft) =>
    sendJson<GatewayPassword>('POST', `${path}/accounts`, {
      ...commonOf(draft),
      facility: draft.facility.trim().toUpperCase(),
      username: draft.username.trim(),
    }),
  )

export const useSaveAccount = (accountId: string) =>
  useChange(({ draft, state }: { readonly draft: AccountDraft; readonly state: 'open' | 'locked' }) =>
    sendJson<GatewayAccount>('PUT', accountPath(accountId), { ...commonOf(draft), state }),
  )

export const useRotatePassword = (accountId: string) =>
  useChange((overlapHours: number) =>
    sendJson<GatewayPassword>('POST', `${accountPath(accountId)}/password`, { overlapHours }),
  )

export const useSetUpstream = (accountId: string) =>
  useChange((upstream: { readonly username: string | null; readonly password: string | null }) =>
    sendJson<GatewayAccount>('PUT', `${accountPath(accountId)}/upstream`, upstream),
  )

export const useRetry = () =>
  useChange((which: { readonly outgoingId: string } | { readonly facility: string }) =>
    sendJson<{ readonly retried: number }>('POST', `${path}/relay/retry`, which),
  )
