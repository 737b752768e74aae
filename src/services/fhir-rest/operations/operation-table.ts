import type { OperationRoute, OperationTable } from '../call.types.ts'

/** Operations by name, level and type. A name may stand twice: one line for GET, one for POST. */
export function operationTable(routes: readonly OperationRoute[]): OperationTable {
  const byName = new Map<string, OperationRoute[]>()
  for (const route of routes) byName.set(route.name, [...(byName.get(route.name) ?? []), route])
  return {
    all: routes,
    find: (name, level, type) =>
      (byName.get(name) ?? []).filter(
        (route) =>
          route.levels.includes(level) &&
          (type === undefined || route.types === '*' || route.types.includes(type)),
      ),
  }
}
