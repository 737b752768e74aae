import { childrenOf } from '../children.ts'
import type { FunctionTable } from '../compiler.types.ts'
import { type Scope, spend } from '../scope.ts'
import { type Node, type Nodes, nothing } from '../value.ts'
import { plain } from './define.ts'

function childNodes(input: Nodes, scope: Scope): Nodes {
  if (input.length === 0) return nothing
  const found: Node[] = []
  for (const node of input) childrenOf(node, found)
  spend(scope, found.length + 1)
  return found
}

/** N1 2.0 section 5.8. */
export const tree: FunctionTable = {
  children: plain(childNodes),
  descendants: plain((input, scope) => {
    const all: Node[] = []
    for (let wave = childNodes(input, scope); wave.length > 0; wave = childNodes(wave, scope)) {
      for (let i = 0; i < wave.length; i++) all.push(wave[i]!)
    }
    return all
  }),
}
