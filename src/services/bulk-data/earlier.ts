/** Nothing changed from the kick-off on is exported, nor from `_until` on. */
export const earlier = (transactionTime: string, until: string | null): Date =>
  new Date(
    Math.min(Date.parse(transactionTime), until === null ? Number.POSITIVE_INFINITY : Date.parse(until)),
  )
