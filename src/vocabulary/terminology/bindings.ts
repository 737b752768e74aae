import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import type { Composer } from './compose.ts'
import type { Decider, Rule } from './extent.ts'
import { systemRules } from './system-rules.ts'

/**
 * The value sets that R4 binds as required or extensible, worked out beforehand, so that a validator reads a few dozen
 * kilobytes and not the whole terminology.
 */
interface Artefact {
  readonly systems: readonly string[]
  /** Codes of a system; value sets share them. */
  readonly groups: readonly (readonly [system: number, codes: readonly string[]])[]
  /** Groups, systems decided by rule, systems of which nothing more is known. */
  readonly sets: Readonly<
    Record<string, readonly [groups: readonly number[], rules?: readonly number[], open?: readonly number[]]>
  >
}

const path = 'src/vocabulary/terminology/data/bindings.generated.json'

/** Value sets by URL, each made ready when first asked for. */
export function openBindings(): (valueSet: string) => Decider | undefined {
  let artefact: Artefact | undefined
  const ready = new Map<string, Decider>()
  const groups = new Map<number, ReadonlySet<string>>()
  const group = (index: number, codes: readonly string[]) => {
    let set = groups.get(index)
    if (!set) {
      set = new Set(codes)
      groups.set(index, set)
    }
    return set
  }
  return (valueSet) => {
    const known = ready.get(valueSet)
    if (known) return known
    artefact ??= JSON.parse(readFileSync(join(projectRoot(), path), 'utf8')) as Artefact
    if (!Object.hasOwn(artefact.sets, valueSet)) return undefined
    const { systems, groups: rows, sets } = artefact
    const [listed, rules = [], open = []] = sets[valueSet]!
    const decider: Decider = {
      listed: new Map(listed.map((at) => [systems[rows[at]![0]]!, group(at, rows[at]![1])])),
      rules: new Map(rules.map((at): [string, Rule] => [systems[at]!, systemRules.get(systems[at]!)!])),
      open: new Map(open.map((at) => [systems[at]!, 'unknown'])),
    }
    ready.set(valueSet, decider)
    return decider
  }
}

/** The artefact's text, made of value sets by the same code that composes them at run time. */
export function bindingsText(urls: readonly string[], composer: Composer): string {
  const systems: string[] = []
  const groups: string[] = []
  const placeOf = (list: string[], item: string) => {
    const at = list.indexOf(item)
    return at < 0 ? list.push(item) - 1 : at
  }
  const sets: string[] = []
  for (const url of urls) {
    const extent = composer.extentOf(url)
    if (!extent.ok) continue
    const { listed, rules, open } = extent.value
    const parts = [
      [...listed].map(([system, codes]) =>
        placeOf(groups, JSON.stringify([placeOf(systems, system), [...codes.keys()]])),
      ),
      [...rules.keys()].map((system) => placeOf(systems, system)),
      [...open.keys()].map((system) => placeOf(systems, system)),
    ]
    while (parts.length > 1 && parts.at(-1)!.length === 0) parts.pop()
    sets.push(`${JSON.stringify(url)}:${JSON.stringify(parts)}`)
  }
  return `{"systems":${JSON.stringify(systems)},\n"groups":[\n${groups.join(',\n')}\n],\n"sets":{\n${sets.join(',\n')}\n}}\n`
}
