import type { MessageProblem } from '#vocabulary/bhyt'
import { type Place, type ProblemCode, Problems } from '../bhyt-xml/problem-sentences.ts'
import { type CsvPlace, type CsvProblemCode, csvProblem } from './csv.problems.ts'
import type { Ready } from './kept.ts'

/**
 * Gathers the problems of a line: those of the list itself and those of the tables it becomes. Fields nobody mapped are
 * not missed, and a sentence names the column people see beside the field they do not.
 */
export class CsvProblems extends Problems {
  readonly #ready: Ready
  readonly #own: MessageProblem[] = []

  constructor(ready: Ready) {
    super()
    this.#ready = ready
  }

  override add(
    code: ProblemCode,
    place?: Place,
    detail?: { readonly value?: string; readonly format?: string },
  ): void {
    const isMissed = code === 'BHYT_REQUIRED_MISSING' || code === 'BHYT_DISTRICT_EMPTY'
    if (isMissed && !this.#ready.mapped.has(`${place?.table}.${place?.field}`)) return
    // The mapping has already said why the value could not be read.
    const isTold = this.#own.some(
      (p) =>
        p.severity === 'error' &&
        p.table === place?.table &&
        p.field === place?.field &&
        p.row === place?.row,
    )
    if (isTold) return
    super.add(code, place, detail)
  }

  addCsv(code: CsvProblemCode, place: CsvPlace): void {
    const alike = this.#own.filter((p) => p.code === code && p.field === place.field).length
    if (alike < Problems.alike && this.#own.length < Problems.most)
      this.#own.push(csvProblem(code, place, this.#columnOf(place)))
  }

  override get hasErrors(): boolean {
    return super.hasErrors || this.#own.some((p) => p.severity === 'error')
  }

  override list(): MessageProblem[] {
    const named = super.list().map((p) => {
      const column = this.#columnOf(p)
      return column === ''
        ? p
        : { ...p, message: p.message.replace(`Bảng ${p.table}, `, () => `Cột “${column}”, `) }
    })
    const isError = (p: MessageProblem) => p.severity === 'error'
    const all = [...this.#own, ...named]
    return [...all.filter(isError), ...all.filter((p) => !isError(p))]
  }

  #columnOf({ table, field }: CsvPlace): string {
    const found = this.#ready.kept.mapping?.fields.find((f) => f.table === table && f.field === field)
    return (found?.columns ?? []).map((c) => this.#ready.kept.columns[c] ?? '').join(' + ')
  }
}
