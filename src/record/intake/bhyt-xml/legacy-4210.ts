import { type Norm, normOf, renames3176, renames4210, type TableId } from '#vocabulary/bhyt'
import type { DraftTables } from './read-tables.ts'

const oldNames = Object.keys(renames4210('XML1'))
const newNames = [
  'MA_THE_BHYT',
  'MA_BENH_CHINH',
  'MA_DOITUONG_KCB',
  'T_TONGCHI_BV',
  'T_TONGCHI_BH',
  'CHAN_DOAN_RV',
  'MA_LOAI_RV',
]

/**
 * The norm a visit is written in. The calendar says one (by NGAY_RA, else NGAY_VAO); the file's own shape wins where the
 * two disagree: archives are resent late, and vendors switch late.
 */
export function normOfVisit(tables: DraftTables): Norm {
  const summary = tables.get('XML1')?.[0]?.values ?? tables.get('XML0')?.[0]?.values ?? {}
  const has = (name: string) => summary[name] !== undefined
  if (oldNames.filter(has).length > newNames.filter(has).length) return '4210'
  const calendar = normOf([summary.NGAY_RA, summary.NGAY_VAO].find((d) => /^\d{8}/.test(d ?? '')))
  const referral = tables.get('XML13')?.[0]?.values
  if (referral) {
    const renamed = Object.entries(renames3176('XML13'))
    // PP_DIEU_TRI exists in both vocabularies of XML13's neighbours; the facility names decide.
    const older = renamed.some(([from]) => from !== 'PP_DIEU_TRI' && referral[from] !== undefined)
    const newer = renamed.some(([, to]) => referral[to] !== undefined)
    if (newer && (calendar === '4210' || calendar === '4750')) return '3176'
    if (older && !newer) return '4750'
  }
  return calendar === '4210' ? '4750' : calendar // 130 names before July 2024: the pilot of QĐ 130
}

/**
 * Says a 4210 visit in the names of QĐ 130, so that everything after the reader knows one vocabulary. One old amount may
 * become two. Fields without a successor stay under their old name; MA_LYDO_VVIEN stays beside MA_DOITUONG_KCB because
 * its codes 1–4 are another list.
 */
export function modernise(tables: DraftTables): void {
  for (const [id, rows] of tables) {
    const renames = Object.entries(renames4210(id))
    for (const { values } of rows) {
      for (const [from, to] of renames) {
        const value = values[from]
        if (value === undefined) continue
        for (const name of to) values[name] ??= value
        if (from !== 'MA_LYDO_VVIEN') delete values[from]
      }
      const visitType = values.MA_LOAI_KCB
      if (visitType && /^[1-9]$/.test(visitType)) values.MA_LOAI_KCB = `0${visitType}`
    }
  }
}

/** The 130 names under which a 4210 field goes on; none when it keeps its name. */
export function modernNames(table: TableId, field: string): readonly string[] {
  return renames4210(table)[field] ?? []
}
