import { bundleEntries, bundleParts, isMembers } from '#vocabulary/fhir-bundle'
import type { SplitEvent, SplitLimits, Splitter } from '../bhyt-xml/split.types.ts'
import { DocumentCutter } from '../documents/cut-documents.ts'
import type { CutFault, DocumentKind } from '../documents/document-kind.ts'
import { openBundle } from './open-bundle.ts'
import { type BundleProblemCode, BundleProblems, bundleProblem } from './problem-sentences.ts'

const codes: Readonly<Record<CutFault, BundleProblemCode>> = {
  broken: 'FHIR_FILE_BROKEN',
  encoding: 'FHIR_ENCODING',
  doctype: 'FHIR_DOCTYPE',
  'head-too-large': 'FHIR_HEAD_TOO_LARGE',
  'record-too-large': 'FHIR_TOO_LARGE',
  truncated: 'FHIR_TRUNCATED',
  trailing: 'FHIR_TRAILING',
  'no-records': 'FHIR_NO_RECORDS',
}

const kind: DocumentKind = {
  format: 'fhir-bundle',
  elements: new Set(['bundle']),
  problem: (fault) => bundleProblem(codes[fault]),
}

/** Kept with a file whose only Bundle is read once for each of its patients: record n is its n-th Patient. */
export const onePatientEach = 'one-patient-each'

/** Every record of such a Bundle is read from the whole of it: so many times is enough. */
export const mostPatients = 100

type Head = Extract<SplitEvent, { kind: 'head' }>
type Cut = Extract<SplitEvent, { kind: 'record' }>

/**
 * Cuts a file into Bundles. A file that is one Bundle of several patients becomes as many records over the same bytes, one
 * for each patient; so the first Bundle waits until the next one, or the file's end, says whether it is alone.
 */
export class BundleCutter implements Splitter {
  readonly #inner: DocumentCutter
  #head: Head | null = null
  #first: Cut | null = null
  #isMany = false

  constructor(limits: SplitLimits) {
    this.#inner = new DocumentCutter(kind, limits)
  }

  get done(): boolean {
    return this.#inner.done
  }

  push(bytes: Uint8Array): SplitEvent[] {
    return this.#inner.push(bytes).flatMap((event) => this.#pass(event))
  }

  finish(): SplitEvent[] {
    return this.#inner.finish().flatMap((event) => this.#pass(event))
  }

  #pass(event: SplitEvent): SplitEvent[] {
    if (this.#isMany) return [event]
    if (event.kind === 'head') {
      this.#head = event
      return []
    }
    if (event.kind === 'record' && !this.#first) {
      this.#first = event
      return []
    }
    this.#isMany = true
    const held = this.#first
    this.#first = null
    if (event.kind === 'refused') return [event]
    if (!this.#head) return [event]
    if (!held) return [this.#head, event]
    if (event.kind === 'record') return [this.#head, held, event]
    const patients = patientsIn(held)
    if (patients < 2 || patients > mostPatients) return [this.#head, held, event]
    const records = Array.from({ length: patients }, (_, index) => ({ ...held, number: index + 1 }))
    return [{ ...this.#head, keep: onePatientEach }, ...records, event]
  }
}

/** How many patients a Bundle can be cut into; 1 when it cannot, and the reader will say why. */
function patientsIn(record: Cut): number {
  const opened = record.bytes && openBundle(record.bytes, new BundleProblems())
  if (!opened || !isMembers(opened.value)) return 1
  const entries = bundleEntries(opened.value)
  const count = entries.filter((entry) => entry.type === 'Patient').length
  if (count < 2 || count > mostPatients) return count
  return bundleParts(entries).unclear.length > 0 ? 1 : count
}
