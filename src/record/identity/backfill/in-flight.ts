/** Work that runs side by side, at most so much at a time; the first failure is everybody's. */
export class InFlight {
  readonly #atMost: number
  readonly #running = new Set<Promise<void>>()
  #failure: { readonly error: unknown } | null = null

  constructor(atMost: number) {
    this.#atMost = atMost
  }

  /** Waits until there is room. */
  async add(begin: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.#atMost) await Promise.race(this.#running)
    this.#complain()
    const running: Promise<void> = begin()
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async all(): Promise<void> {
    await Promise.all(this.#running)
    this.#complain()
  }

  #complain(): void {
    if (this.#failure) throw this.#failure.error
  }
}
