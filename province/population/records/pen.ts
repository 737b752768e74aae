import type { Random } from '../../random.ts'
import type { Fault } from '../population.types.ts'
import type { ErrorRates } from './error-rates.ts'

/** Writes one record: knows how often what goes wrong, and notes what did. */
export class Pen {
  readonly faults: Fault[] = []
  readonly random: Random
  private readonly rates: ErrorRates

  constructor(random: Random, rates: ErrorRates) {
    this.random = random
    this.rates = rates
  }

  /** Whether this goes wrong now. */
  slips(fault: Fault): boolean {
    if (!this.random.chance(this.rates[fault])) return false
    this.faults.push(fault)
    return true
  }

  /** The text after a slip that may leave it as it is; then nothing went wrong. */
  change(fault: Fault, text: string, slip: (text: string) => string): string {
    if (!this.random.chance(this.rates[fault])) return text
    const changed = slip(text)
    if (changed !== text) this.faults.push(fault)
    return changed
  }

  /** At most one of several that exclude each other; the caller notes it when it can happen. */
  oneOf(faults: readonly Fault[]): Fault | null {
    let left = this.random.next()
    for (const fault of faults) {
      left -= this.rates[fault]
      if (left < 0) return fault
    }
    return null
  }

  note(fault: Fault): void {
    this.faults.push(fault)
  }
}
