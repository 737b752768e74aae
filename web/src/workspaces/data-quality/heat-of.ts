export type Heat = 'none' | 'good' | 'fair' | 'poor' | 'bad'

/** Where a share stands. The steps are the department's usual ones: 95, 85, 70. */
export function heatOf(share: number | null): Heat {
  if (share === null) return 'none'
  if (share >= 0.95) return 'good'
  if (share >= 0.85) return 'fair'
  return share >= 0.7 ? 'poor' : 'bad'
}
