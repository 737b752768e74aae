import type {
  CodeableConcept,
  MedicationRequest,
  Observation,
  Procedure,
  Resource,
  ServiceRequest,
} from 'fhir/r4'
import type { SeenLocalCode, Translator } from '#record/catalogues'
import type { DraftEntry } from '#record/standardise'
import { codeSystems } from '#vocabulary/fhir'

/** A concept that senders fill with codes of their own, the catalogue they should come from, and what a shared code looks like. */
interface Place {
  readonly list: string
  readonly concept: CodeableConcept
  readonly systems: ReadonlySet<string>
  readonly isShared: (code: string) => boolean
}

/** QĐ 1227/2025: seven digits. */
const isIndex = (code: string) => /^\d{7}$/.test(code)
/** QĐ 4750, MA_DICH_VU: XX.YYYY.ZZZZ and its tails. */
const isService = (code: string) => /^\d{2}\.\d{4}\.\d{4}/.test(code) || code.startsWith('VC.')
/** QĐ 4750, MA_THUOC: 40.nnn, compounds, blood, and the codes of traditional medicines. */
const isDrug = (code: string) => /^(\d{2}\.\w|V[A-Z]?\d|VM|BB|C\.)/.test(code)

const of = (...systems: string[]): ReadonlySet<string> => new Set(systems)
const indexSystems = of(codeSystems.resultIndex, '')
const serviceSystems = of(codeSystems.service, '')
const drugSystems = of(codeSystems.drug, '')

function placesOf(resource: Resource): Place[] {
  switch (resource.resourceType) {
    case 'Observation': {
      const { code } = resource as Observation
      return [{ list: 'result-indices', concept: code, systems: indexSystems, isShared: isIndex }]
    }
    case 'ServiceRequest':
    case 'Procedure': {
      const { code } = resource as ServiceRequest | Procedure
      return code ? [{ list: 'services', concept: code, systems: serviceSystems, isShared: isService }] : []
    }
    case 'MedicationRequest': {
      const concept = (resource as MedicationRequest).medicationCodeableConcept
      return concept ? [{ list: 'drugs', concept, systems: drugSystems, isShared: isDrug }] : []
    }
    default:
      return []
  }
}

/**
 * Sets the shared code beside a sender's own, where somebody has decided which it is; the sender's stays first, as sent.
 * Every code of the sender's own is counted for those who decide.
 */
export function translateCodes(
  entries: readonly DraftEntry[],
  sender: { readonly facility: string; readonly vendor: string | null },
  translator: Translator,
): SeenLocalCode[] {
  const seen: SeenLocalCode[] = []
  for (const { resource, scope } of entries) {
    if (scope !== 'visit') continue
    for (const { list, concept, systems, isShared } of placesOf(resource)) {
      const own = concept.coding?.find(({ system, code }) => code && systems.has(localOf(system)))
      if (!own?.code || isShared(own.code)) continue
      const display = own.display ?? concept.text ?? ''
      seen.push({ ...sender, list, code: own.code, display, count: 1 })
      const found = translator.translate(list, own.code, display)
      if (!found || concept.coding!.some(({ code }) => code === found.code)) continue
      concept.coding!.push({ system: found.system, code: found.code, display: found.display })
    }
  }
  return seen
}

/** Codes of a facility's own system, and codes without any, are local alike. */
const localOf = (system: string | undefined): string =>
  system === undefined || /\/(sid|CodeSystem)\/local/.test(system) ? '' : system
