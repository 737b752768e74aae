import type { ExplainedChange, NamedRecord, SimulatedVersion } from '#record/identity/tuning'
import { count } from './output.ts'

export const changeText: Readonly<Record<ExplainedChange['kind'], string>> = {
  join: 'Nối thêm',
  split: 'Tách ra',
  move: 'Chuyển nhóm',
}

/** What a simulation comes to, line by line. */
export function numbersOf(simulated: SimulatedVersion): (readonly [string, string])[] {
  const { unchanged, joins, splits, moves, pairsGained, pairsLost, review, answered } = simulated
  const reviewed = (Object.keys(answered) as (keyof typeof answered)[]).flatMap((said) => {
    const { auto, review: asked, apart, none } = answered[said]
    const all = auto + asked + apart + none
    if (all === 0) return []
    return [
      [
        `Cặp mà người rà soát nói ${said === 'same' ? 'là một người' : 'là hai người'}`,
        `${count(all)}: tự nối ${count(auto)}, hỏi người ${count(asked)}, giữ tách ${count(apart)}, bỏ qua ${count(none)}`,
      ] as const,
    ]
  })
  return [
    ['Người không đổi', count(unchanged)],
    ['Nối thêm', `${count(joins)} (${count(pairsGained)} cặp hồ sơ)`],
    ['Tách ra', `${count(splits)} (${count(pairsLost)} cặp hồ sơ)`],
    ['Chuyển nhóm', count(moves)],
    [
      'Việc rà soát',
      `${count(review.before)} → ${count(review.after)} (thêm ${count(review.added)}, bớt ${count(review.removed)})`,
    ],
    ...reviewed,
  ]
}

export const recordText = ({ facility, localId }: NamedRecord): string => `${facility}/${localId}`

export const signed = (bits: number): string =>
  `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1).replace('.', ',')}`

const percent = (share: number): string =>
  `${(100 * share).toFixed(share > 0.99 ? 3 : 1).replace('.', ',')} %`

/** What a version makes of a pair. */
export const verdictText = (
  { chance, outcome }: Pick<ExplainedChange['inForce'], 'chance' | 'outcome'>,
  version: number,
): string =>
  `theo phiên bản ${version}: xác suất là một người ${percent(chance)}, ${outcomes[outcome ?? 'none']}`

const outcomes = { auto: 'tự nối', review: 'hỏi người', apart: 'giữ tách', none: 'bỏ qua' } as const
