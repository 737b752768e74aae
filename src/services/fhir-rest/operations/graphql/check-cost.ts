import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql'

interface Cost {
  readonly fields: number
  readonly depth: number
}

export const mostFields = 300
export const deepest = 12
/** Types about types nest deeper and read nothing: the usual introspection query goes to 16. */
const deepestIntrospection = 20

/**
 * Is the query within bounds once its fragments are put in? Each fragment is counted once, so that fragments within
 * fragments cannot make the counting itself long.
 */
export function isAffordable(document: DocumentNode): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each)
  const counted = new Map<string, Cost>()

  const costOf = (set: SelectionSetNode | undefined): Cost => {
    let fields = 0
    let depth = 0
    for (const selection of set?.selections ?? []) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? costOfFragment(selection.name.value)
          : costOf(selection.selectionSet)
      const isField = selection.kind === Kind.FIELD
      const isAboutTypes = isField && selection.name.value.startsWith('__')
      const own = isAboutTypes && inner.depth < deepestIntrospection ? 0 : inner.depth
      fields = Math.min(fields + inner.fields + (isField ? 1 : 0), mostFields + 1)
      depth = Math.max(depth, own + (isField ? 1 : 0))
    }
    return { fields, depth }
  }
  const costOfFragment = (name: string): Cost => {
    const known = counted.get(name)
    if (known) return known
    // A fragment within itself counts nothing here; validation refuses it by name.
    counted.set(name, { fields: 0, depth: 0 })
    const cost = costOf(fragments.get(name)?.selectionSet)
    counted.set(name, cost)
    return cost
  }

  return document.definitions.every((each) => {
    if (each.kind !== Kind.OPERATION_DEFINITION && each.kind !== Kind.FRAGMENT_DEFINITION) return true
    const { fields, depth } = costOf(each.selectionSet)
    return fields <= mostFields && depth <= deepest
  })
}
