import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { join } from 'node:path'

/** A file is written when so much waits for it. */
const lettersAtOnce = 1 << 14
const numbersAtOnce = 1 << 12

/** Sizes of files by name. */
export type Sizes = Readonly<Record<string, number>>

/** Many text files that grow side by side; opened only to be written, so that their number is no matter. */
export class TextFiles {
  readonly #folder: string
  readonly #waiting = new Map<string, string>()

  constructor(folder: string) {
    this.#folder = folder
  }

  add(name: string, text: string): void {
    const all = (this.#waiting.get(name) ?? '') + text
    if (all.length < lettersAtOnce) this.#waiting.set(name, all)
    else this.#write(name, all)
  }

  flush(): void {
    for (const [name, text] of this.#waiting) this.#write(name, text)
  }

  #write(name: string, text: string): void {
    appendFileSync(join(this.#folder, name), text, { mode: 0o600 })
    this.#waiting.delete(name)
  }
}

/** The same for rows of whole numbers below 2^32. */
export class NumberFiles {
  readonly #folder: string
  readonly #width: number
  readonly #waiting = new Map<string, { numbers: Uint32Array; count: number }>()

  constructor(folder: string, width: number) {
    this.#folder = folder
    this.#width = width
  }

  add(name: string, ...row: readonly number[]): void {
    let waiting = this.#waiting.get(name)
    if (!waiting) {
      waiting = { numbers: new Uint32Array(numbersAtOnce * this.#width), count: 0 }
      this.#waiting.set(name, waiting)
    }
    for (const number of row) waiting.numbers[waiting.count++] = number
    if (waiting.count === waiting.numbers.length) this.#write(name, waiting)
  }

  flush(): void {
    for (const [name, waiting] of this.#waiting) this.#write(name, waiting)
    this.#waiting.clear()
  }

  #write(name: string, waiting: { numbers: Uint32Array; count: number }): void {
    if (waiting.count > 0)
      appendFileSync(join(this.#folder, name), new Uint8Array(waiting.numbers.buffer, 0, waiting.count * 4), {
        mode: 0o600,
      })
    waiting.count = 0
  }
}

export const sizesIn = (folder: string): Sizes =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size]))

/** What was written after these sizes were noted is cut off. */
export function cutBack(folder: string, sizes: Sizes): void {
  for (const name of readdirSync(folder)) {
    const size = Object.hasOwn(sizes, name) ? sizes[name]! : 0
    if (size === 0) rmSync(join(folder, name))
    else truncateSync(join(folder, name), size)
  }
}

export const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0)

/** A whole file of numbers below 2^32; a file that is not there has none. */
export function readNumbers(path: string): Uint32Array {
  const size = sizeOf(path)
  const numbers = new Uint32Array(size / 4)
  if (size === 0) return numbers
  const file = openSync(path, 'r')
  const bytes = new Uint8Array(numbers.buffer)
  // A read gives at most 2 GB.
  for (let at = 0; at < size; ) at += readSync(file, bytes, at, Math.min(size - at, 1 << 30), at)
  closeSync(file)
  return numbers
}
