import { checkRules } from './check-rules.ts'
import { containedScopeOf } from './contained.ts'
import { isObject, type JsonObject, type Walk } from './walk.ts'

/** The profiles that a resource claims (`meta.profile`): unknown ones are told, known ones are held against it. */
export function checkClaims(walk: Walk, resource: JsonObject, type: string): void {
  const meta = resource.meta
  if (!isObject(meta) || !Array.isArray(meta.profile)) return
  const seen = new Set<unknown>()
  for (const [index, url] of meta.profile.entries()) {
    if (seen.has(url)) continue
    seen.add(url)
    if (typeof url === 'string' && !checkProfile(walk, resource, type, url)) unknownClaim(walk, index, url)
  }
}

function unknownClaim(walk: Walk, index: number, url: string): void {
  if (!walk.enter('meta')) return
  if (walk.enter('profile')) {
    walk.place(index)
    walk.warn(
      'not-found',
      walk.profiles.has(url) ? unreadable : 'Hệ thống không có profile này nên không kiểm tra theo nó.',
    )
    walk.leave()
  }
  walk.leave()
}

/** A differential alone says what is added to a definition that may itself be elsewhere: it is not held against anything. */
const unreadable =
  'Profile này không có snapshot đọc được nên hệ thống không kiểm tra theo nó. Hãy gửi StructureDefinition có snapshot.'

/** A profile that the caller wants: not to know it is a failure. */
export function checkWanted(walk: Walk, resource: JsonObject, type: string, urls: readonly string[]): void {
  walk.resource = resource
  walk.rootResource = resource
  walk.contained = containedScopeOf(resource)
  const claimed = isObject(resource.meta) && Array.isArray(resource.meta.profile) ? resource.meta.profile : []
  for (const url of new Set(urls)) {
    // A known one that the resource claims has been held against it.
    if (claimed.includes(url) && walk.profiles.find(url)) continue
    if (!checkProfile(walk, resource, type, url))
      walk.error(
        'not-found',
        walk.profiles.has(url)
          ? unreadable
          : `Hệ thống không có profile ${url.slice(0, 200)} để kiểm tra theo.`,
      )
  }
}

/** False when nobody knows the profile. */
function checkProfile(walk: Walk, resource: JsonObject, type: string, url: string): boolean {
  const profile = walk.profiles.find(url)
  if (!profile) return false
  if (profile.type !== type)
    walk.error('structure', `Profile ${profile.title} dành cho ${profile.type}, không phải ${type}.`)
  else checkRules(walk, profile, resource)
  return true
}
