import { fail, ok, type Problem, type Result } from '#foundation/result'
import { rowsOf } from '#vocabulary/demographics/csv'
import { type HardCase, type Household, hardCases, type LabelledCase } from '../population.types.ts'
import { problems } from './csv.problems.ts'

/** The hard cases of a population, a line each: what it is, whose it is, and of a case of two, who the other is. */
export function* writeCases(households: Iterable<Pick<Household, 'cases'>>): Generator<string> {
  yield 'case,person,otherPerson\n'
  for (const { cases } of households)
    for (const { kind, persons } of cases) yield `${kind},${persons[0]},${persons[1] ?? ''}\n`
}

const known = new Set<string>(hardCases)
const isPerson = (text: string | undefined): text is string => /^\d{1,9}$/.test(text ?? '')

/** Lines that are no case are a problem each; the others are read. */
export async function* readCases(
  bytes: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Result<LabelledCase, Problem>> {
  let line = 0
  for await (const row of rowsOf(bytes)) {
    if (row === 'broken') return yield fail(problems.brokenCases(line))
    line += 1
    if (line === 1) continue
    const [kind = '', one, other] = row
    if (!known.has(kind) || !isPerson(one)) yield fail(problems.noCase(line))
    else
      yield ok({
        kind: kind as HardCase,
        persons: [Number(one), ...(isPerson(other) ? [Number(other)] : [])],
      })
  }
}
