import { paramsOf } from '../load-params.ts'
import { mainDates } from '../main-dates.ts'
import type { SearchIndex, SearchParam } from '../search.types.ts'
import { dateReader, type Range } from '../values/dates.ts'
import { compileWalk, type Json, placeOf } from '../values/walk.ts'
import { compileParam, type Extractor } from './compile-param.ts'
import { Draft } from './draft.ts'
import { patientOf } from './subject.ts'

export interface ExtractOptions {
  /** Base URL of this server, without a slash at the end: its own absolute references are indexed as `Type/id`. */
  readonly base?: string
}

const compiled = new Map<string, Extractor>()

/** What the store indexes of a resource: every search parameter of its type, in one pass of compiled walks. */
export function extractSearchIndex(resource: Json, options: ExtractOptions = {}): SearchIndex {
  const { base } = options
  const draft = new Draft(resource, base, patientOf(resource, base))
  if (typeof resource.resourceType === 'string') extractorOf(resource.resourceType)(resource, draft)
  return draft.index()
}

function extractorOf(type: string): Extractor {
  const known = compiled.get(type)
  if (known) return known
  const params = paramsOf(type)
  if (params.length === 0) return () => {}
  const extractor = compileType(type, params)
  compiled.set(type, extractor)
  return extractor
}

function compileType(type: string, params: readonly SearchParam[]): Extractor {
  const extractors = params.filter((param) => param.bit >= 0).map(compileParam)
  const fallbacks = (mainDates[type]?.otherwise ?? []).map(compileDate)
  return (resource, draft) => {
    for (let i = 0; i < extractors.length; i++) extractors[i]!(resource, draft)
    for (let i = 0; draft.main === null && i < fallbacks.length; i++) draft.main = fallbacks[i]!(resource)
  }
}

function compileDate(walk: string): (resource: Json) => Range | null {
  const { path, type } = placeOf(walk)
  const read = dateReader(type)
  const found = compileWalk<{ range: Range | null }>(path, (value, _root, sink) => {
    sink.range ??= read(value)
  })
  return (resource) => {
    const sink = { range: null }
    found(resource, resource, sink)
    return sink.range
  }
}
