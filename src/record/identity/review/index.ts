/** The review desk: two groups of records, one clerk, one answer. See README.md. */

export {
  type ReviewDeps,
  type ReviewRoutesDeps,
  type ReviewRules,
  type UnderLinks,
  usualReviewRules,
} from './deps.types.ts'
/** All of it over HTTP: one registration. */
export { reviewRoutes } from './review.routes.ts'
/** The clerk's name as typed, until there is sign-in. */
export { typedClerk } from './typed-clerk.ts'
