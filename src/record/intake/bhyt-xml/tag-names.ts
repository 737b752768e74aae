import { renames3176, renames4210, type Table, type TableId, tableOf } from '#vocabulary/bhyt'

export const tableIds: readonly TableId[] = [
  ...Array.from({ length: 16 }, (_, n) => `XML${n}` as TableId),
  'GBT',
  'GKSKLX',
]

/** Typing mistakes that spread from one developer to many databases (bhyt-xml.md §10.23), squashed. */
const misspelt: Readonly<Record<string, string>> = {
  GAIAIDOANBENH: 'GIAI_DOAN_BENH',
  MADANTOCNMD: 'MA_DANTOC_NND',
  S0SERI: 'SO_SERI',
}

const squashes = new Map<string, string>()

/** Upper case, without underscores or prefix: `Ma_Lk`, `MALK` and `ns:MA_LK` are one name. */
export function squash(name: string): string {
  const known = squashes.get(name)
  if (known !== undefined) return known
  const squashed = name
    .slice(name.lastIndexOf(':') + 1)
    .toUpperCase()
    .replaceAll('_', '')
  if (squashes.size < 5000) squashes.set(name, squashed) // names come from outside: the memory of them is bounded
  return squashed
}

export interface TableShape {
  readonly id: TableId
  /** The element that holds one row, squashed; for single tables the root. */
  readonly item: string | null
  readonly single: boolean
  /** The dictionary's name for a tag of this table under any norm; null when it is not a field. */
  canonical(tag: string): string | null
  /** The tags around its rows as the annexes write them, outermost first; one for each norm that wraps it otherwise. */
  readonly wrappings: readonly (readonly string[])[]
  readonly fieldNames: readonly string[]
}

interface Words {
  /** Name → itself: one lookup answers, and the dictionary's own string is used from then on. */
  readonly exact: ReadonlyMap<string, string>
  readonly squashed: ReadonlyMap<string, string | null>
}

function wordsOf(id: TableId): Words {
  const exact = new Map<string, string>()
  for (const norm of ['4750', '4210'] as const)
    for (const f of tableOf(id, norm)?.fields ?? []) exact.set(f.name, f.name)
  for (const name of [...Object.values(renames3176(id)), ...Object.values(renames4210(id)).flat()])
    exact.set(name, name)
  const squashed = new Map<string, string | null>()
  // PP_DIEUTRI and PP_DIEU_TRI of XML13 squash to one: then only the exact name counts.
  for (const name of exact.keys()) squashed.set(squash(name), squashed.has(squash(name)) ? null : name)
  for (const [wrong, right] of Object.entries(misspelt)) if (exact.has(right)) squashed.set(wrong, right)
  return { exact, squashed }
}

const roots = new Map<string, TableId>()
const structure = new Set(
  [
    'GIAMDINHHS',
    'THONGTINDONVI',
    'THONGTINHOSO',
    'NGAYLAP',
    'SOLUONGHOSO',
    'DANHSACHHOSO',
    'HOSO',
    'FILEHOSO',
    'LOAIHOSO',
    'NOIDUNGFILE',
    'CHUKYDONVI',
  ].map(squash),
)
const fields = new Set<string>()
const shapes = new Map<TableId, TableShape>()
for (const id of tableIds) {
  const defined = [tableOf(id, '4750'), tableOf(id, '4210')].filter((t): t is Table => t !== undefined)
  for (const tag of defined.flatMap((t) => [t.root, t.list, t.item])) {
    if (!tag) continue
    structure.add(squash(tag))
    if (!roots.has(squash(tag))) roots.set(squash(tag), id)
  }
  const words = wordsOf(id)
  for (const name of words.squashed.keys()) fields.add(name)
  const { item, root } = defined[0]!
  shapes.set(id, {
    id,
    item: item ? squash(item) : root ? squash(root) : null,
    single: item === null,
    canonical: (tag) => words.exact.get(tag) ?? words.squashed.get(squash(tag)) ?? null,
    wrappings: defined.map((t) =>
      [t.root, t.list, t.item].filter((tag) => tag !== null && tag !== undefined),
    ),
    fieldNames: [...words.exact.keys()],
  })
}

export function shapeOf(id: TableId): TableShape {
  return shapes.get(id)!
}

/** Which table an element belongs to by its own name: a table's root, list or item. */
export function tableByTag(tag: string): TableId | null {
  return roots.get(squash(tag)) ?? null
}

/** Which table LOAIHOSO names: `XML1`, but also ` xml01 `, `1`, `Xml_1` (bhyt-xml.md §10.11). */
export function tableByKind(kind: string): { readonly id: TableId; readonly asWritten: boolean } | null {
  const m = /^(?:XML|BANG|BẢNG)?[\s_]*0*(\d{1,2})$/i.exec(kind.trim())
  const id = m ? (`XML${Number(m[1])}` as TableId) : null
  return id && shapes.has(id) ? { id, asWritten: id === kind } : null
}

const kinds = new Map<string, 'field' | 'structure' | null>()
/** Whether a tag is one the dictionary knows anywhere; used to tell a tag from a `<` written in a diagnosis. */
export function kindOfTag(tag: string): 'field' | 'structure' | null {
  const cached = kinds.get(tag)
  if (cached !== undefined) return cached
  const name = squash(tag)
  const kind = structure.has(name) ? 'structure' : fields.has(name) ? 'field' : null
  if (kinds.size < 5000) kinds.set(tag, kind) // tag names come from outside: the memory of them is bounded
  return kind
}
