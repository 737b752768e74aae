import type { MessageProblem, Severity } from '#vocabulary/bhyt'

/** A reader's problems: code → severity and the sentence for people. */
export type Sentences = Readonly<Record<string, readonly [Severity, string]>>

export interface Place {
  readonly table?: string
  readonly row?: number
  readonly field?: string
}

/** A problem with its sentence; `{nơi}` becomes the table and field, `{chi tiết}` the detail. */
export function problemOf<S extends Sentences>(
  sentences: S,
  code: keyof S & string,
  place: Place = {},
  detail = '',
): MessageProblem {
  const [severity, sentence] = sentences[code]!
  const where = [place.table, place.field].filter(Boolean).join(', ') || 'Hồ sơ'
  const message = sentence.replace('{nơi}', () => where).replace('{chi tiết}', () => detail)
  return { code, severity, ...place, message }
}

/** Gathers the problems of one record: bounded, the same once or a few times, errors never crowded out by the rest. */
export class ProblemList<S extends Sentences> {
  static readonly alike = 5
  static readonly most = 100
  readonly #sentences: S
  readonly #errors: MessageProblem[] = []
  readonly #others: MessageProblem[] = []
  readonly #seen = new Map<string, number>()

  constructor(sentences: S) {
    this.#sentences = sentences
  }

  add(code: keyof S & string, place: Place = {}, detail = ''): void {
    this.put(problemOf(this.#sentences, code, place, detail))
  }

  /** One that somebody else worded. */
  put(problem: MessageProblem): void {
    const key = `${problem.code} ${problem.table} ${problem.field}`
    const times = (this.#seen.get(key) ?? 0) + 1
    this.#seen.set(key, times)
    const list = problem.severity === 'error' ? this.#errors : this.#others
    if (times <= ProblemList.alike && list.length < ProblemList.most) list.push(problem)
  }

  get hasErrors(): boolean {
    return this.#errors.length > 0
  }

  list(): MessageProblem[] {
    return [...this.#errors, ...this.#others]
  }
}
