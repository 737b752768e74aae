import type { SplitEvent, SplitLimits, Splitter } from '../bhyt-xml/split.types.ts'
import { DocumentCutter } from '../documents/cut-documents.ts'
import type { CutFault, DocumentKind } from '../documents/document-kind.ts'
import { type CertificateProblemCode, certificateProblem } from './problem-sentences.ts'

const codes: Readonly<Record<CutFault, CertificateProblemCode>> = {
  broken: 'CERT_FILE_BROKEN',
  encoding: 'CERT_ENCODING',
  doctype: 'CERT_DOCTYPE',
  'head-too-large': 'CERT_HEAD_TOO_LARGE',
  'record-too-large': 'CERT_TOO_LARGE',
  truncated: 'CERT_TRUNCATED',
  trailing: 'CERT_TRAILING',
  'no-records': 'CERT_NO_RECORDS',
}

const kind: DocumentKind = {
  format: 'certificate',
  elements: new Set(['filehoso', 'giaychungsinh', 'ct03', 'ct04', 'ct06', 'ct07']),
  problem: (fault) => certificateProblem(codes[fault]),
}

/** Cuts a file into papers; the facility stands before the first of them (HSCHUNGTU/THONGTINDONVI/MACSKCB). */
export class CertificateCutter implements Splitter {
  readonly #inner: DocumentCutter
  readonly #headBytes: number
  #head = ''
  #isHeadSent = false

  constructor(limits: SplitLimits) {
    this.#inner = new DocumentCutter(kind, limits)
    this.#headBytes = limits.headBytes
  }

  get done(): boolean {
    return this.#inner.done
  }

  push(bytes: Uint8Array): SplitEvent[] {
    if (!this.#isHeadSent && this.#head.length < this.#headBytes)
      this.#head += Buffer.from(bytes).toString('latin1')
    return this.#inner.push(bytes).map((event) => this.#pass(event))
  }

  finish(): SplitEvent[] {
    return this.#inner.finish().map((event) => this.#pass(event))
  }

  #pass(event: SplitEvent): SplitEvent {
    if (event.kind !== 'head') return event
    this.#isHeadSent = true
    const before = this.#head.split(/<(?:\w+:)?(?:FILEHOSO|GIAYCHUNGSINH|CT0[3467])[\s>]/i)[0]!
    const code = /<MACSKCB>\s*([0-9A-Za-z]{5})\s*<\/MACSKCB>/i.exec(before)?.[1]
    return { ...event, facilityCode: code ?? null }
  }
}
