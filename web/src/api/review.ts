import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { asClerk } from './clerk'
import { getJson, type Params, sendJson } from './client'
import type {
  ReviewAnswer,
  ReviewAnswered,
  ReviewAnswers,
  ReviewCounts,
  ReviewPersonHistory,
  ReviewRevoked,
  ReviewTaken,
  ReviewUndone,
  ReviewWorkload,
} from './types'

const base = '/api/identity/review'

export interface ReviewFilter {
  readonly state?: string
  readonly facility?: string
  readonly reason?: string
  readonly guard?: string
  readonly days?: string
}

const get = <T>(clerk: string, path: string, params: Params, signal: AbortSignal) =>
  getJson<T>(`${base}${path}`, params, signal, asClerk(clerk))
const post = <T>(clerk: string, path: string, body: object) =>
  sendJson<T>('POST', `${base}${path}`, body, asClerk(clerk))

export const takeNext = (clerk: string, filter: ReviewFilter, skip: readonly string[]) =>
  post<ReviewTaken>(clerk, '/next', { ...filter, skip })

export const takeItem = (clerk: string, itemId: string) =>
  post<ReviewTaken>(clerk, `/items/${encodeURIComponent(itemId)}/take`, {})

export const keepItem = (clerk: string, itemId: string) =>
  post<unknown>(clerk, `/items/${encodeURIComponent(itemId)}/keep`, {})

export const answerItem = (
  clerk: string,
  itemId: string,
  said: { readonly answer: ReviewAnswer; readonly seen: string; readonly why: string },
) => post<ReviewAnswered>(clerk, `/items/${encodeURIComponent(itemId)}/answer`, said)

export const undoAnswer = (clerk: string, answerId?: string) =>
  post<ReviewUndone>(clerk, '/undo', answerId === undefined ? {} : { answerId })

/** Also while the page goes away: the browser sends it after the page is gone. */
export const leaveDesk = (clerk: string) =>
  void fetch(`${base}/leave`, { method: 'POST', headers: asClerk(clerk), keepalive: true }).catch(() => {})

export const useReviewCounts = (clerk: string) =>
  useQuery({
    queryKey: ['review-counts', clerk],
    queryFn: ({ signal }) => get<ReviewCounts>(clerk, '/counts', {}, signal),
    refetchInterval: 30_000,
  })

export const useReviewAnswers = (clerk: string, who: string | undefined) =>
  useQuery({
    queryKey: ['review-answers', clerk, who ?? ''],
    queryFn: ({ signal }) => get<ReviewAnswers>(clerk, '/answers', { clerk: who, limit: 100 }, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export const useReviewHistory = (clerk: string, personId: string) =>
  useQuery({
    queryKey: ['review-history', clerk, personId],
    queryFn: ({ signal }) =>
      get<ReviewPersonHistory>(clerk, `/persons/${encodeURIComponent(personId)}`, {}, signal),
    staleTime: 0,
  })

export const useReviewWorkload = (clerk: string, days: string) =>
  useQuery({
    queryKey: ['review-workload', clerk, days],
    queryFn: ({ signal }) => get<ReviewWorkload>(clerk, '/workload', { days }, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

/** What people decided changes more than the page that shows it. */
const useStale = () => {
  const client = useQueryClient()
  return () => {
    for (const key of ['review-answers', 'review-history', 'review-counts'])
      void client.invalidateQueries({ queryKey: [key] })
  }
}

export const useUndoReview = (clerk: string) => {
  const stale = useStale()
  return useMutation({ mutationFn: (answerId: string) => undoAnswer(clerk, answerId), onSettled: stale })
}

export const useRevoke = (clerk: string) => {
  const stale = useStale()
  return useMutation({
    mutationFn: (says: { readonly decisions: readonly string[]; readonly why: string }) =>
      post<ReviewRevoked>(clerk, '/revoke', says),
    onSettled: stale,
  })
}
