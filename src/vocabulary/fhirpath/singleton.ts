import { FhirPathError } from './path.types.ts'
import type { Node, Nodes } from './value.ts'

/** The only value; undefined when there is none; an error when there are several. */
export function one(nodes: Nodes): Node | undefined {
  if (nodes.length > 1) throw new FhirPathError('cần một giá trị nhưng có nhiều')
  return nodes[0]
}

/**
 * N1 2.0 section 4.5, singleton evaluation: a single value that is no boolean counts as true where a boolean is wanted.
 */
export function truth(nodes: Nodes): boolean | undefined {
  const { length } = nodes
  if (length === 0) return undefined
  if (length > 1) throw new FhirPathError('cần một giá trị đúng/sai nhưng có nhiều')
  const { value, sibling } = nodes[0]!
  if (typeof value === 'boolean') return value
  return value === undefined && sibling !== undefined ? undefined : true
}
