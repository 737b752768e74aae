import type {
  CodeableConcept,
  Element,
  Extension,
  FhirResource,
  Identifier,
  Location,
  Organization,
  Practitioner,
  Reference,
  Resource,
} from 'fhir/r4'
import { decimalText, extensions, identifierSystems } from '#vocabulary/fhir'
import type { RestatedSource, VisitToRestate } from './restate.types.ts'

export interface Placed<T extends FhirResource> {
  readonly resource: T
  readonly table: string | null
  readonly row: number | null
}
type ByType<K extends FhirResource['resourceType']> = Extract<FhirResource, { resourceType: K }>

/** The resources of a visit by type and by reference, opened once. */
export class VisitBook {
  readonly visit: VisitToRestate
  private readonly byType = new Map<string, RestatedSource[]>()
  private readonly byReference = new Map<string, RestatedSource>()

  constructor(visit: VisitToRestate) {
    this.visit = visit
    for (const source of visit.resources) {
      const { resourceType, id } = source.resource
      const list = this.byType.get(resourceType)
      if (list) list.push(source)
      else this.byType.set(resourceType, [source])
      if (id) this.byReference.set(`${resourceType}/${id}`, source)
    }
  }

  all<K extends FhirResource['resourceType']>(type: K): readonly Placed<ByType<K>>[] {
    return (this.byType.get(type) ?? []) as unknown as Placed<ByType<K>>[]
  }

  first<K extends FhirResource['resourceType']>(type: K): ByType<K> | undefined {
    return this.all(type)[0]?.resource
  }

  placed(reference: Reference | undefined): RestatedSource | undefined {
    return reference?.reference ? this.byReference.get(reference.reference) : undefined
  }

  get<T extends Resource>(reference: Reference | undefined): T | undefined {
    return this.placed(reference)?.resource as T | undefined
  }

  /** Number of a practitioner: licence, or the BHXH number of a head of facility (QĐ 4750). */
  licence(reference: Reference | undefined): string | undefined {
    const known = this.get<Practitioner>(reference)?.identifier ?? []
    const own = known.find(
      ({ system }) => system === identifierSystems.licence || system === identifierSystems.insuranceNumber,
    )
    return (own ?? reference?.identifier)?.value
  }

  licences(references: readonly (Reference | undefined)[] | undefined): string | undefined {
    return joined((references ?? []).map((each) => this.licence(each)))
  }

  facility(reference: Reference | undefined): string | undefined {
    if (reference?.identifier?.system === identifierSystems.facility) return reference.identifier.value
    return numberUnder(this.get<Organization>(reference)?.identifier, identifierSystems.facility)
  }

  department(reference: Reference | undefined): string | undefined {
    const system = identifierSystems.department(this.visit.facilityCode)
    return numberUnder(this.get<Location>(reference)?.identifier, system)
  }
}

/** `A;B`: lists are written without space. Undefined when nothing is in it. */
export function joined(values: readonly (string | undefined)[]): string | undefined {
  let text: string | undefined
  for (const value of values) if (value) text = text === undefined ? value : `${text};${value}`
  return text
}

export const numberUnder = (
  identifiers: readonly Identifier[] | undefined,
  system: string,
): string | undefined => identifiers?.find((each) => each.system === system)?.value

type Extended = { extension?: Extension[] } | Element | undefined

export const extensionOf = (element: Extended, url: string): Extension | undefined =>
  element?.extension?.find((each) => each.url === url)

export const extensionsOf = (element: Extended, url: string): Extension[] =>
  element?.extension?.filter((each) => each.url === url) ?? []

export const textOf = (element: Extended, url: string): string | undefined =>
  extensionOf(element, url)?.valueString

export const codeOf = (concept: CodeableConcept | undefined, system: string): string | undefined =>
  concept?.coding?.find((each) => each.system === system)?.code

export const codesOf = (concept: CodeableConcept | undefined, system: string): string | undefined =>
  joined((concept?.coding ?? []).map((each) => (each.system === system ? each.code : undefined)))

/** What a part of a complex extension says, whichever type it has. */
export const partOf = (element: Extended, part: string): string | undefined =>
  decimalText(extensionOf(element, part)) ?? undefined

/** As the sender wrote it, where it was tidied. */
export const sentTextOf = (element: Extended): string | undefined => textOf(element, extensions.sentText)
