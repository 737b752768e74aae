import type { TableName } from './manifest.ts'

/** Tables so that whoever is pointed at comes first. Tables that point at each other keep their order and need deferrable keys. */
export function orderTables(
  tables: readonly TableName[],
  references: readonly { child: string; parent: string }[],
): TableName[] {
  const key = (table: TableName) => `${table.schema}.${table.table}`
  const byKey = new Map(tables.map((table) => [key(table), table]))
  const parents = new Map<string, string[]>()
  for (const { child, parent } of references) parents.set(child, [...(parents.get(child) ?? []), parent])
  const ordered = new Set<TableName>()
  const visiting = new Set<string>()
  const visit = (name: string) => {
    const table = byKey.get(name)
    if (!table || ordered.has(table) || visiting.has(name)) return
    visiting.add(name)
    for (const parent of (parents.get(name) ?? []).toSorted()) visit(parent)
    ordered.add(table)
  }
  for (const table of tables) visit(key(table))
  return [...ordered]
}
