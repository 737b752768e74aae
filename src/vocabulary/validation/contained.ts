import { listOfObjects } from './references.ts'
import type { ContainedScope, JsonObject, Walk } from './walk.ts'

/** Who is contained, looked up before anything that may point to them is read. */
export function containedScopeOf(resource: JsonObject): ContainedScope | null {
  if (resource.contained === undefined) return null
  const types = new Map<string, string>()
  for (const each of listOfObjects(resource.contained)) {
    if (typeof each.id === 'string' && typeof each.resourceType === 'string')
      types.set(each.id, each.resourceType)
  }
  return { types, used: new Set() }
}

/** R4 references 2.3.0.2, dom-2 … dom-5: what a contained resource must and must not have. */
export function checkContained(walk: Walk, resource: JsonObject): void {
  const { contained } = resource
  const scope = walk.contained
  if (!scope || !Array.isArray(contained)) return
  const seen = new Set<string>()
  if (!walk.enter('contained')) return
  for (const [index, each] of contained.entries()) {
    if (typeof each !== 'object' || each === null) continue
    walk.place(index)
    checkOne(walk, each as JsonObject, scope, seen)
  }
  walk.leave()
}

function checkOne(walk: Walk, each: JsonObject, scope: ContainedScope, seen: Set<string>): void {
  const { id } = each
  if (each.contained !== undefined)
    invariant(walk, 'dom-2', 'Tài nguyên nằm trong contained không được có contained của riêng nó.')
  const meta = (each.meta ?? {}) as JsonObject
  if (meta.versionId !== undefined || meta.lastUpdated !== undefined)
    invariant(walk, 'dom-4', 'Tài nguyên nằm trong contained không có versionId hay lastUpdated.')
  if (meta.security !== undefined)
    invariant(walk, 'dom-5', 'Tài nguyên nằm trong contained không có nhãn bảo mật (meta.security).')
  if (typeof id !== 'string') {
    walk.error('required', 'Tài nguyên nằm trong contained phải có id để được tham chiếu.')
    return
  }
  if (seen.has(id)) walk.errorAt('id', 'duplicate', 'Hai tài nguyên trong contained trùng id.')
  seen.add(id)
  if (!scope.used.has(id))
    invariant(walk, 'dom-3', 'Không có tham chiếu nào trỏ tới tài nguyên này trong contained; hãy bỏ nó đi.')
}

const invariant = (walk: Walk, key: string, message: string): void =>
  walk.report('error', 'invariant', message, key)
