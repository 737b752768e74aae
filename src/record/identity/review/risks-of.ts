import type { RecordRow } from '../links/links.types.ts'
import type { ReviewRisk } from './api.types.ts'
import type { ReviewDeps } from './deps.types.ts'
import type { Groups } from './read-groups.ts'

/** From here on a number was read by a machine or confirmed by the population database (design note, section 12). */
const checkedLevel = 3

/** Why joining these two needs a second reader (design note, section 10). */
export async function risksOf(
  deps: Pick<ReviewDeps, 'rules' | 'sensitiveAmong'>,
  { left, right, others }: Groups,
): Promise<ReviewRisk[]> {
  const records = left.length + right.length + others.left + others.right
  const persons = [...new Set([...left, ...right].map((row) => row.person_id))]
  const [ours, theirs] = [checkedNumbers(left), checkedNumbers(right)]
  const conflict = ours.size > 0 && theirs.size > 0 && ![...ours].some((value) => theirs.has(value))
  return [
    ...(conflict ? (['verified-conflict'] as const) : []),
    ...(records > deps.rules.manyRecords ? (['many-records'] as const) : []),
    ...((await deps.sensitiveAmong(persons)).size > 0 ? (['sensitive'] as const) : []),
  ]
}

const checkedNumbers = (rows: readonly RecordRow[]): Set<string> =>
  new Set(
    rows.flatMap((row) =>
      row.card.identifiers
        .filter(
          (each) => each.kind === 'citizen-id' && each.standing === 'claimed' && each.level >= checkedLevel,
        )
        .map((each) => each.value),
    ),
  )
