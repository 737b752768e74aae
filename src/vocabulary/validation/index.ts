/** Is it R4? Structure, values, references, narrative, bindings, invariants and profiles of one resource. */

/** The profiles that a resource, and those within it, say they conform to; and those that a definition sends to. */
export { claimedProfiles, namedProfiles } from './claimed-profiles.ts'
/** Makes a definition known by its URL, so that resources that claim it are held to it. */
export { registerProfile } from './profile-registry.ts'
/** What is wrong with a resource; without a fatal issue or an error among them it may be stored. Never throws. */
export { validateResource } from './validate-resource.ts'
export type {
  BindingCheck,
  Definitions,
  IssueType,
  ProfileShelf,
  ValidationIssue,
  ValidationOptions,
} from './validation.types.ts'
