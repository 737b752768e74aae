import { type Plan, planSchema } from './plan.types.ts'
import checkIn from './plans/check-in.json' with { type: 'json' }
import deathNotice from './plans/death-notice.json' with { type: 'json' }
import driverCheck from './plans/driver-check.json' with { type: 'json' }
import fhirBundle from './plans/fhir-bundle.json' with { type: 'json' }
import hl7v2 from './plans/hl7-v2.json' with { type: 'json' }
import medicalRecord from './plans/ho-so-benh-an.json' with { type: 'json' }
import visit from './plans/visit.json' with { type: 'json' }

let plans: ReadonlyMap<string, Plan> | undefined

/** The plans in force, by id; read and checked once. */
export function allPlans(): ReadonlyMap<string, Plan> {
  plans ??= new Map(
    [visit, checkIn, deathNotice, driverCheck, hl7v2, fhirBundle, medicalRecord]
      .map((plan) => planSchema.parse(plan))
      .map((plan) => [plan.id, plan]),
  )
  return plans
}

/** What the plans of a sandbox are called together: changes with any of them, and then a report is of the past. */
export const profileVersionOf = (ids: readonly string[]): string =>
  [...ids]
    .sort()
    .map((id) => `${id}@${allPlans().get(id)?.version ?? 'none'}`)
    .join('+')
