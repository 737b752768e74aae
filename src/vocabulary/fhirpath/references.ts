import { memberReader, resourceAround, rootResourceAround } from './children.ts'
import type { Run } from './scope.ts'
import { asValue, isObject, type Node } from './value.ts'
import { resourceOf, rootResourceOf } from './variables.ts'

/** The text that a value refers with: of a Reference, or of a uri, canonical or string. */
export function referenceOf(node: Node): string | undefined {
  const { value } = node
  if (typeof value === 'string') return value
  return isObject(value) && typeof value.reference === 'string' ? value.reference : undefined
}

/** Contained resources and entries of the Bundle around are found here; for anything else the caller is asked. */
export function resolveReference(node: Node, run: Run): Node | undefined {
  const reference = referenceOf(node)
  if (!reference) return undefined
  if (reference.startsWith('#')) return inContainer(node, reference.slice(1), run)
  const entry = entriesOf(run)?.get(reference)
  if (entry) return entry
  const found = run.env.resolve?.(reference)
  return found === undefined || found === null ? undefined : asValue(found)
}

const contained = memberReader('contained')

function inContainer(node: Node, id: string, run: Run): Node | undefined {
  const around = node.parent ? rootResourceAround(node) : undefined
  // A value handed in alone does not know its resource: the environment does.
  for (const container of [around, rootResourceOf(run), resourceOf(run)]) {
    if (!container) continue
    if (id === '') return container
    const inside: Node[] = []
    contained(container, inside)
    const found = inside.find((each) => isObject(each.value) && each.value.id === id)
    if (found) return found
  }
  return undefined
}

const entry = memberReader('entry')
const resource = memberReader('resource')

function entriesOf(run: Run): ReadonlyMap<string, Node> | undefined {
  if (run.entries) return run.entries
  const bundle = bundleAround(run)
  if (!bundle) return undefined
  const entries: Node[] = []
  entry(bundle, entries)
  const table = new Map<string, Node>()
  for (const each of entries) {
    const [inside] = resourcesIn(each)
    if (!inside || !isObject(inside.value)) continue
    const { fullUrl } = each.value as { fullUrl?: unknown }
    const { id } = inside.value
    if (typeof fullUrl === 'string') table.set(fullUrl, inside)
    if (typeof id === 'string') table.set(`${inside.type}/${id}`, inside)
  }
  run.entries = table
  return table
}

function resourcesIn(node: Node): Node[] {
  const found: Node[] = []
  resource(node, found)
  return found
}

function bundleAround(run: Run): Node | undefined {
  const root = rootResourceOf(run)
  if (root.type === 'Bundle') return root
  for (let at: Node | undefined = run.context; at; at = at.parent) {
    const around: Node | undefined = resourceAround(at)
    if (!around || around.type === 'Bundle') return around
    at = around
  }
  return undefined
}
