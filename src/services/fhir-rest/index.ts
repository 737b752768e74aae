/** The FHIR R4 core over HTTP. See README.md. */

export type { Answer, Answered } from './answer.types.ts'
/** The server's base address as the client knows it; for operations that answer with addresses. */
export { baseUrlOf } from './base-url.ts'
export type {
  Call,
  Caller,
  FhirLimits,
  OperationCall,
  OperationLevel,
  OperationRoute,
  Service,
} from './call.types.ts'
export { type FhirRoutesDeps, fhirRoutes } from './fhir.routes.ts'
/** For the `frameworkErrors` of the web server: addresses that cannot be decoded. */
export { answerBadUrl } from './fhir-errors.ts'
