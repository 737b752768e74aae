/** How many goes were given up because others held what they needed, and not yet tried again alone. */
export class Contention {
  #givenUp = 0

  /** A go was given up: it will be tried again. */
  note(): void {
    this.#givenUp += 1
  }

  /** Should the next go be alone? Asked once by each. */
  takeTurn(): boolean {
    if (this.#givenUp === 0) return false
    this.#givenUp -= 1
    return true
  }
}
