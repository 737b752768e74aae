import type { Pace, SubscriptionDeps } from './subscriptions.types.ts'

const usual: Pace = { poll: 1_000, lease: 15_000, retry: 1_000, longestRetry: 60_000, timeout: 10_000 }

export const paceOf = ({ pace }: Pick<SubscriptionDeps, 'pace'>): Pace => ({ ...usual, ...pace })
