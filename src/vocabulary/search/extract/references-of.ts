import type { SearchParam } from '../search.types.ts'
import { pointerReader } from '../values/references.ts'
import { compileWalk, type Json, placeOf } from '../values/walk.ts'

/** A resource of this server that another points at. */
export interface LocalReference {
  readonly type: string
  readonly id: string
}

type Reader = (resource: Json, base: string | undefined) => LocalReference[]

const readers = new WeakMap<SearchParam, Reader>()
const local = /^([A-Z][A-Za-z]*)\/([A-Za-z0-9\-.]{1,64})$/

/** What a resource points at by a reference parameter, on this server: for `_include` and for chains. */
export function referencesOf(param: SearchParam, resource: Json, base?: string): LocalReference[] {
  let reader = readers.get(param)
  if (!reader) {
    reader = compile(param)
    readers.set(param, reader)
  }
  return reader(resource, base)
}

function compile(param: SearchParam): Reader {
  interface Sink {
    readonly found: Map<string, LocalReference>
    readonly base: string | undefined
  }
  const walks = param.walks.map((walk) => {
    const { path, type } = placeOf(walk)
    const read = pointerReader(type)
    return compileWalk<Sink>(path, (value, _root, { found, base }) => {
      const target = read(value, base)?.target
      const match = target === undefined ? null : local.exec(target)
      if (match) found.set(match[0], { type: match[1]!, id: match[2]! })
    })
  })
  return (resource, base) => {
    const sink: Sink = { found: new Map(), base }
    for (const walk of walks) walk(resource, resource, sink)
    return [...sink.found.values()]
  }
}
