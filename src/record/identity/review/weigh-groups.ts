import { naturalKey } from '../links/record-keys.ts'
import { guardSentences } from '../model/sentences.ts'
import type { ReviewDeps } from './deps.types.ts'
import type { Groups } from './read-groups.ts'

/** What the model has to say of the two records that speak most for joining, and every guard that stands between the groups. */
export function weighGroups(
  { links }: Pick<ReviewDeps, 'links'>,
  { pair: [one, other] }: Groups,
  guard: string | null,
) {
  const [left, right] = naturalKey(one) < naturalKey(other) ? [one, other] : [other, one]
  const { model } = links
  const explained = model.explain(model.featuresOf(left.words), model.featuresOf(right.words))
  const said = guard === null ? [] : [sentences[guard] ?? guard]
  return { ...explained, guards: [...new Set([...said, ...explained.guards])] }
}

/** A guard between groups comes by its name, those of the pair in words. Another model has names of its own. */
const sentences: Readonly<Record<string, string>> = guardSentences
