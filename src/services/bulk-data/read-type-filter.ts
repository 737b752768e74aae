import { fail, ok, type Result } from '#foundation/result'
import { matcherOf, needsOthers, readSearch } from '#vocabulary/search'
import { badParameter } from './bulk.problems.ts'
import type { BulkDeps, BulkProblem, Pair } from './bulk.types.ts'

export type Matches = (resource: Record<string, unknown>) => boolean

/** `Observation?status=final&code=…`: refused when any of it would not be held to, since that would export more. */
export function readTypeFilter(
  text: string,
  deps: Pick<BulkDeps, 'terminology'>,
  base: string,
): Result<{ readonly type: string; readonly query: string }, BulkProblem> {
  const sign = text.indexOf('?')
  const type = text.slice(0, sign < 0 ? 0 : sign)
  if (!/^[A-Z][A-Za-z]{1,63}$/.test(type)) return wrong('phải có dạng Loại?tham-số=giá-trị.')
  const query = text.slice(sign + 1)
  const matches = matcherFor(type, query, deps, base)
  return matches.ok ? ok({ type, query }) : matches
}

/** The filter as a function of a resource. */
export function matcherFor(
  type: string,
  query: string,
  { terminology }: Pick<BulkDeps, 'terminology'>,
  base: string,
): Result<Matches, BulkProblem> {
  const pairs: Pair[] = [...new URLSearchParams(query)]
  const read = readSearch(type, pairs, { base, ...(terminology ? { terminology } : {}) })
  if (!read.ok) return fail({ ...read.problem, issue: 'value' })
  const { where, ignored, sort, count, include, revinclude, summary, elements } = read.value
  if (ignored[0]) return wrong(`${ignored[0].name.slice(0, 80)}: ${ignored[0].reason}`)
  if (sort.length + include.length + revinclude.length > 0 || count !== null || summary || elements)
    return wrong(
      'chỉ nhận điều kiện tìm kiếm, không nhận _sort, _count, _include và các tham số về cách trình bày.',
    )
  if (where.some(needsOthers))
    return wrong(
      'không dùng được điều kiện qua tài nguyên khác (chuỗi tham chiếu, _has, _list) khi xuất dữ liệu.',
    )
  return ok(matcherOf(read.value) as Matches)
}

const wrong = (why: string) => fail(badParameter('_typeFilter', why))
