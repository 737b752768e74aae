import { formerWards, list, wards2025 } from '#vocabulary/catalogues'
import { foldName } from '#vocabulary/vietnam'
import type { WardMoves } from './api.types.ts'

type Line = WardMoves['items'][number]

let folded: { readonly code: string; readonly text: string; readonly name: string }[] | undefined

/** Former wards by number or by any words of their own, their district's and their province's name. */
export function findWardMoves(text: string, limit: number): WardMoves {
  const asked = text.trim()
  const words = foldName(asked).split(' ').filter(Boolean)
  if (words.length === 0) return { total: 0, items: [] }
  folded ??= [...formerWards().values()].map((ward) => ({
    code: ward.code,
    text: ` ${foldName(`${ward.name} ${ward.district} ${ward.province}`)} `,
    name: ` ${foldName(ward.name)} `,
  }))
  const found = /^\d{5}$/.test(asked)
    ? folded.filter((ward) => ward.code === asked)
    : folded.filter((ward) => words.every((word) => ward.text.includes(` ${word}`)))
  // The ward's own name first: `ben nghe` should not begin with wards of a district of that name.
  const own = (ward: { name: string }) => words.filter((word) => ward.name.includes(` ${word}`)).length
  const sorted = found
    .map((ward, at) => ({ ward, at, own: own(ward) }))
    .sort((a, b) => b.own - a.own || a.at - b.at)
  return { total: found.length, items: sorted.slice(0, limit).map(({ ward }) => lineOf(ward.code)) }
}

function lineOf(code: string): Line {
  const ward = formerWards().get(code)!
  const provinces = list('provinces2025')
  const now = wards2025()
  return {
    code,
    name: ward.name,
    district: ward.district,
    province: ward.province,
    movedTo: ward.movedTo.map((move) => ({
      code: move.code,
      name: now.get(move.code)?.name ?? '',
      province: provinces[now.get(move.code)?.province ?? ''] ?? '',
      partial: move.partial,
      sure: move.sure,
    })),
  }
}
