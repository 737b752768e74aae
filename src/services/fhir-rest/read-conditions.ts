/** A version as ETags say it: `W/"3"`, also `"3"` and `3`, which clients send. null: no version of ours. */
export function versionOfEtag(text: string): number | null {
  const bare = text
    .trim()
    .replace(/^W\//i, '')
    .replace(/^"(.*)"$/, '$1')
  if (!/^[1-9]\d{0,8}$/.test(bare)) return null
  return Number(bare)
}

export const etagOf = (version: number): string => `W/"${version}"`

/** Has the client this version already? `If-None-Match` wins over `If-Modified-Since` (RFC 9110, 13.2.2). */
export function isUnchanged(
  conditions: { readonly ifNoneMatch?: string; readonly ifModifiedSince?: string },
  stored: { readonly version: number; readonly lastUpdated: Date },
): boolean {
  const { ifNoneMatch, ifModifiedSince } = conditions
  if (ifNoneMatch !== undefined) {
    return (
      ifNoneMatch.trim() === '*' ||
      ifNoneMatch.split(',', 50).some((tag) => versionOfEtag(tag) === stored.version)
    )
  }
  if (ifModifiedSince === undefined) return false
  const since = Date.parse(ifModifiedSince)
  // An HTTP date has whole seconds; an unreadable one is as if it were not there (RFC 9110, 13.1.3).
  return !Number.isNaN(since) && Math.floor(stored.lastUpdated.getTime() / 1_000) * 1_000 <= since
}
