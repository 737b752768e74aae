/** Changes to a resource told as operations. A copy is changed, all operations or none; digits nobody touched stay. */

/** FHIRPath Patch (FHIR R4 3.1.0.7.2): a Parameters resource of operations on elements. */
export { applyFhirPathPatch } from './fhirpath-patch.ts'
/** JSON Patch (RFC 6902): a list of operations on the JSON. */
export { applyJsonPatch } from './json-patch.ts'
