import { isDeepStrictEqual } from 'node:util'

/** Says a resource the same as this definition? The version and the date that the store gave do not count. */
export function isSameDefinition(resource: Readonly<Record<string, unknown>>, definition: object): boolean {
  const { meta, ...said } = resource
  const { versionId: _v, lastUpdated: _l, ...own } = (meta ?? {}) as Record<string, unknown>
  const content = Object.keys(own).length > 0 ? { ...said, meta: own } : said
  // What the store gives back of what was written is the same text: five times as fast to see as member by member.
  return JSON.stringify(content) === JSON.stringify(definition) || isDeepStrictEqual(content, definition)
}
