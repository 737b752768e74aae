/** A Bundle as a bag of resources that refer to each other: entries, references, and whose each entry is. */

export { type BundleEntry, bundleEntries, isMembers, type Members } from './bundle-entries.ts'
/** Where a reference leads, seen from an entry. */
export { type FindTarget, type Target, targetFinder } from './find-target.ts'
/** A Bundle taken apart by patient. */
export { type BundleParts, bundleParts } from './parts-of.ts'
/** Every reference inside a resource. */
export { type FoundReference, referencesIn } from './references-in.ts'
