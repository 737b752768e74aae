import { paramOf } from '../load-params.ts'
import type { SearchParam, SortKey } from '../search.types.ts'
import { codingReader } from '../values/codings.ts'
import { dateReader, isoOf } from '../values/dates.ts'
import { measureReader } from '../values/numbers.ts'
import { pointerReader } from '../values/references.ts'
import { foldedTextsOf } from '../values/strings.ts'
import { compileWalk, type Json, placeOf, type Walk } from '../values/walk.ts'

export type SortValue = string | number | null

/** What a resource is sorted by: of several values the first in the direction asked; null without a value, which comes last. */
export function sortKeyOf(key: SortKey, resource: Json): SortValue {
  if (key.code === '_id') return typeof resource.id === 'string' ? resource.id : null
  if (key.code === '_lastUpdated') return lastUpdated(resource)
  const { resourceType } = resource
  const param = typeof resourceType === 'string' ? paramOf(resourceType, key.code) : undefined
  return param ? keyReader(param, key.descending)(resource) : null
}

function lastUpdated({ meta }: Json): SortValue {
  const text = typeof meta === 'object' && meta !== null ? (meta as Json).lastUpdated : undefined
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : isoOf(at)
}

interface Best {
  value: SortValue
  readonly descending: boolean
}
type KeyReader = (resource: Json) => SortValue

const ascending = new WeakMap<SearchParam, KeyReader>()
const descending = new WeakMap<SearchParam, KeyReader>()

function keyReader(param: SearchParam, isDescending: boolean): KeyReader {
  const made = isDescending ? descending : ascending
  const known = made.get(param)
  if (known) return known
  const walks = param.walks.map((walk) => {
    const { path, type } = placeOf(walk)
    return compileWalk(path, keyEnd(param, type))
  })
  const reader: KeyReader = (resource) => {
    const best: Best = { value: null, descending: isDescending }
    for (const walk of walks) walk(resource, resource, best)
    return best.value
  }
  made.set(param, reader)
  return reader
}

function offer(best: Best, value: SortValue): void {
  if (value === null) return
  if (best.value === null || (best.descending ? value > best.value : value < best.value)) best.value = value
}

function keyEnd(param: SearchParam, type: string): Walk<Best> {
  switch (param.type) {
    case 'token': {
      const read = codingReader<Best>(type, (_system, code, best) => offer(best, code))
      return (value, _root, best) => read(value, best)
    }
    // Both ways by the beginning, as the index of the date column is.
    case 'date': {
      const read = dateReader(type)
      return (value, _root, best) => {
        const lo = read(value)?.lo
        // What has no beginning began before everything: where the store's date column has it.
        if (lo !== undefined) offer(best, isoOf(lo))
      }
    }
    case 'number':
    case 'quantity': {
      const read = measureReader(type)
      return (value, _root, best) => offer(best, read(value)?.lo ?? null)
    }
    // The whole name, not the beginnings of its words.
    case 'string':
      return (value, _root, best) => offer(best, foldedTextsOf(type, value)[0] ?? null)
    case 'reference': {
      const read = pointerReader(type)
      return (value, _root, best) => offer(best, read(value, undefined)?.target ?? null)
    }
    case 'uri':
      return (value, _root, best) => offer(best, typeof value === 'string' ? value : null)
    case 'composite':
    case 'special':
      return () => {}
  }
}
