import type { Inhabitant, Papers } from '../population.types.ts'

/** What the papers of somebody said on a day, yyyy-MM-dd. */
export const papersOn = ({ papers, event }: Inhabitant, day: string): Papers =>
  event && day < event.on ? { ...papers, ...event.before } : papers
