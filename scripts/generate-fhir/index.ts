import { definitionsArtefact } from './definitions.ts'
import { profilesArtefact } from './profiles.ts'
import { searchParamArtefacts } from './search-params.ts'
import { terminologyArtefacts } from './terminology.ts'

/** Everything that is compiled from the R4 definitions: path and text of each artefact. */
export const fhirArtefacts = (): [path: string, text: string][] => [
  definitionsArtefact(),
  profilesArtefact(),
  ...searchParamArtefacts(),
  ...terminologyArtefacts(),
]
