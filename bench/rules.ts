import type { FacilityMessage } from '#vocabulary/bhyt'
import { checkRules, ruleOf, rules } from '#vocabulary/rules'
import { cpuOf, generatedFiles, readFile } from './read-visits.ts'
import type { Part } from './report.ts'

const options = { now: '202610101200' }
const rowsOf = (visit: FacilityMessage) =>
  Object.values(visit.tables).reduce((sum, rows) => sum + rows.length, 0)

/** What all rules cost on a usual visit and on a long one, and which of them speak up about good visits. */
export async function benchRules({ visits = 2_000 } = {}): Promise<Part> {
  const usual = generatedFiles(visits).flatMap(readFile)
  const long = generatedFiles(Math.ceil(visits / 4), 70).flatMap(readFile)
  const cost = (all: readonly FacilityMessage[]) =>
    cpuOf(() => {
      for (const visit of all) checkRules(visit, options)
    }, 6) / all.length
  const mean = (all: readonly FacilityMessage[]) =>
    (all.reduce((sum, visit) => sum + rowsOf(visit), 0) / all.length).toFixed(0)
  return {
    part: `rules: ${rules.length} rules over generated visits`,
    figures: [
      {
        name: `a visit of ${mean(usual)} rows`,
        value: cost(usual),
        unit: 'CPU-ms',
        must: { at: 'most', value: 2 },
      },
      {
        name: `a visit of ${mean(long)} rows`,
        value: cost(long),
        unit: 'CPU-ms',
        must: { at: 'most', value: 2 },
      },
    ],
    notes: speakers(usual),
  }
}

function speakers(visits: readonly FacilityMessage[]): string[] {
  const counts = new Map<string, number>()
  for (const visit of visits)
    for (const code of new Set(checkRules(visit, options).map((problem) => problem.code)))
      counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(
      ([code, n]) =>
        `${code} ${ruleOf(code)?.severity}: ${((100 * n) / visits.length).toFixed(1)} % of visits`,
    )
}
