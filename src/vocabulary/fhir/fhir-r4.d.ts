/**
 * `fhir/r4` for TypeScript: `@types/fhir` has no `exports` map, so a NodeNext import needs the file's extension. One
 * declaration here lets every file write `import type { Patient } from 'fhir/r4'`.
 */
declare module 'fhir/r4' {
  export * from 'fhir/r4.js'
}
