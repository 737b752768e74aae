import type { ElementDefinition } from 'fhir/r4'

/** A snapshot's flat list as the tree that it means: children below elements, slices beside them. */
export interface SnapshotNode {
  readonly element: ElementDefinition
  readonly children: Map<string, SnapshotNode>
  readonly slices: SnapshotNode[]
}

const nodeOf = (element: ElementDefinition): SnapshotNode => ({ element, children: new Map(), slices: [] })

/** Null when the list is none: no root, or an element before its parent. */
export function treeOf(elements: readonly ElementDefinition[]): SnapshotNode | null {
  const first = elements[0]
  if (!first || typeof first.path !== 'string' || first.path.includes('.')) return null
  const root = nodeOf(first)
  /** The node that stands last at each path: what comes below a path belongs to it. */
  const latest = new Map<string, SnapshotNode>([[first.path, root]])
  for (const element of elements.slice(1)) {
    if (typeof element?.path !== 'string') return null
    const dot = element.path.lastIndexOf('.')
    const parent = latest.get(element.path.slice(0, dot))
    if (!parent) return null
    const name = element.path.slice(dot + 1)
    const node = nodeOf(element)
    const whole = parent.children.get(name)
    if (element.sliceName === undefined) parent.children.set(name, node)
    else if (whole) whole.slices.push(node)
    else {
      // A slice without the element that it is a slice of: R4 allows it in differentials only, but nothing is lost by it.
      const bare = nodeOf({ path: element.path })
      bare.slices.push(node)
      parent.children.set(name, bare)
    }
    latest.set(element.path, node)
  }
  return root
}
