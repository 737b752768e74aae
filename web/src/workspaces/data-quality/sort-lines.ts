import type { QualityLine } from '../../api/types'

export const sortKeys = [
  'facility',
  'records',
  'overall',
  'timely',
  'complete',
  'valid',
  'identity',
  'open',
] as const
export type SortKey = (typeof sortKeys)[number]

export const readSort = (text: string): SortKey => sortKeys.find((key) => key === text) ?? 'overall'

/** Which way a column goes: what needs care stands first. */
const direction: Readonly<Record<SortKey, 1 | -1>> = {
  facility: 1,
  records: -1,
  overall: 1,
  timely: 1,
  complete: 1,
  valid: 1,
  identity: 1,
  open: -1,
}

export const isAscending = (key: SortKey) => direction[key] === 1

/** Facilities that match, worst first; those that sent nothing stand last, whatever the column. */
export function sortLines(lines: readonly QualityLine[], find: string, key: SortKey): QualityLine[] {
  const wanted = plain(find)
  const value = (line: QualityLine): number | string | null =>
    key === 'facility' ? line.facilityCode : line.measures[key]
  return lines
    .filter((line) => plain(`${line.facilityCode} ${line.name ?? ''} ${line.vendor ?? ''}`).includes(wanted))
    .sort((a, b) => {
      const [x, y] = [value(a), value(b)]
      if (x === null || y === null) return Number(x === null) - Number(y === null) || byCode(a, b)
      return x < y ? -direction[key] : x > y ? direction[key] : byCode(a, b)
    })
}

const byCode = (a: QualityLine, b: QualityLine) => (a.facilityCode < b.facilityCode ? -1 : 1)

const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase().trim()
