import { definitionsArtefact } from './definitions.ts'

/** Everything that is compiled from the R4 definitions: path and text of each artefact. */
export const fhirArtefacts = (): [path: string, text: string][] => [definitionsArtefact()]
