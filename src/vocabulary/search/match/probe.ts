import type { Walk } from '../values/walk.ts'

/** What a matcher's walk carries along: whether something was found yet. */
export interface Probe {
  found: boolean
  readonly base: string | undefined
}

export type ValueTest = (value: unknown, base: string | undefined) => boolean

/** The end of a walk that asks every value until one answers yes. */
export const ending =
  (test: ValueTest): Walk<Probe> =>
  (value, _root, probe) => {
    if (!probe.found && test(value, probe.base)) probe.found = true
  }
