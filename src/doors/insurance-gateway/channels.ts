/** What an account may be used for. */
export const channels = ['check-in', 'episode', 'certificate', 'driver-check', 'card', 'results'] as const
export type Channel = (typeof channels)[number]
