/** FHIR R4 reading. See README.md. */
export { fhirRoutes } from './fhir.routes.ts'
