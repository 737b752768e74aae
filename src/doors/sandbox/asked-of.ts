import type { Plan, Service } from './plan.types.ts'

/** What a plan asks of a facility with these services: needed tables and required situations. */
export function askedOf(plan: Plan, services: readonly Service[]) {
  const offers = ({ needs }: { readonly needs?: Service | undefined }) =>
    needs === undefined || services.includes(needs)
  return {
    plan,
    tables: plan.tables.filter((t) => t.needed && offers(t)),
    situations: plan.situations.filter((s) => s.required && offers(s)),
  }
}
