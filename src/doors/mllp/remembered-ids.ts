/**
 * Which bytes a control id stood for, for as many ids as fit: enough to notice a sender that counts from one again after
 * each start. What is forgotten is only the warning; the messages themselves are kept by their content.
 */
export class RememberedIds {
  readonly #most: number
  readonly #hashes = new Map<string, string>()

  constructor(most = 20_000) {
    this.#most = most
  }

  /** True when this id was used before for something else. */
  isOther(id: string, hash: string): boolean {
    const before = this.#hashes.get(id)
    this.#hashes.delete(id)
    this.#hashes.set(id, hash)
    if (this.#hashes.size > this.#most) this.#hashes.delete(this.#hashes.keys().next().value!)
    return before !== undefined && before !== hash
  }
}
