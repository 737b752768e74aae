import { SaxesParser } from 'saxes'
import { fail, ok, type Result } from '#foundation/result'
import type { SignatureFault } from './xmldsig.types.ts'

const dsNamespace = 'http://www.w3.org/2000/09/xmldsig#'
const limits = { depth: 128, elements: 300_000, references: 8, certificates: 8, certificateChars: 32_768 }

/** One record each; a signature that leaves one of them outside covers nothing of use. */
const recordNames = new Set(['HOSO', 'FILEHOSO', 'TRANG_THAI_KCB', 'GIAYBAOTU', 'GIAYCHUNGSINH', 'GKSKLX'])
const recordTag = new RegExp(`<\\s*(${[...recordNames].join('|')})\\b`, 'i')

/** What a signed file looks like from outside, before anything of it is believed. */
export interface SignedOutline {
  /** The signature as it stands in the text; null when the file has none. */
  readonly signature: string | null
  readonly isInPlace: boolean
  readonly signatures: number
  readonly hasRecordInside: boolean
  readonly ids: ReadonlySet<string>
  readonly hasDuplicateId: boolean
  readonly references: readonly string[]
  readonly algorithms: readonly string[]
  readonly signatureAlgorithm: string | null
  readonly digestAlgorithms: readonly string[]
  readonly certificates: readonly string[]
  /** With the ids of everything around it. */
  readonly signingTime: { readonly text: string; readonly within: readonly string[] } | null
  /** Of each record (or, in a file without records, of each child of the root): the ids it has and stands in. */
  readonly records: readonly (readonly string[])[]
}

interface Open {
  readonly name: string
  readonly isDs: boolean
  readonly ids: readonly string[]
  text: string
}

class Stopped extends Error {
  readonly fault: SignatureFault
  constructor(fault: SignatureFault) {
    super(fault)
    this.fault = fault
  }
}

/** Reads a document strictly, from beginning to end, in bounded memory. */
export function readOutline(text: string): Result<SignedOutline, SignatureFault> {
  const reader = new OutlineReader(text)
  try {
    return ok(reader.read())
  } catch (thrown) {
    if (thrown instanceof Stopped) return fail(thrown.fault)
    throw thrown
  }
}

class OutlineReader {
  readonly #text: string
  readonly #parser = new SaxesParser({ xmlns: true, position: true })
  readonly #stack: Open[] = []
  readonly #ids = new Set<string>()
  readonly #references: string[] = []
  readonly #algorithms: string[] = []
  readonly #digests: string[] = []
  readonly #certificates: string[] = []
  #records: (readonly string[])[] = []
  #children: (readonly string[])[] = []
  #elements = 0
  #signatures = 0
  #isInPlace = true
  #hasRecordInside = false
  #hasDuplicateId = false
  #signatureDepth = -1
  #signatureStart = 0
  #signature: string | null = null
  #signatureAlgorithm: string | null = null
  #signingTime: SignedOutline['signingTime'] = null
  #tagStart = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): SignedOutline {
    const parser = this.#parser
    parser.on('error', () => {
      throw new Stopped('unreadable')
    })
    parser.on('doctype', () => {
      throw new Stopped('doctype')
    })
    // Comments are no part of what is signed, so nothing that looks like a record may stand in one.
    parser.on('comment', (comment) => {
      if (recordTag.test(comment)) this.#hasRecordInside = true
    })
    parser.on('opentagstart', () => {
      this.#tagStart = this.#text.lastIndexOf('<', parser.position - 1)
    })
    parser.on('opentag', (tag) => this.#open(tag))
    parser.on('text', (piece) => this.#gather(piece))
    parser.on('cdata', (piece) => this.#gather(piece))
    parser.on('closetag', () => this.#close())
    parser.write(this.#text).close()
    return {
      signature: this.#signature,
      isInPlace: this.#isInPlace,
      signatures: this.#signatures,
      hasRecordInside: this.#hasRecordInside,
      ids: this.#ids,
      hasDuplicateId: this.#hasDuplicateId,
      references: this.#references,
      algorithms: this.#algorithms,
      signatureAlgorithm: this.#signatureAlgorithm,
      digestAlgorithms: this.#digests,
      certificates: this.#certificates,
      signingTime: this.#signingTime,
      records: this.#records.length > 0 ? this.#records : this.#children,
    }
  }

  get #isInSignature(): boolean {
    return this.#signatureDepth >= 0
  }

  #open(tag: { local: string; uri: string; attributes: Record<string, { local: string; value: string }> }) {
    if (++this.#elements > limits.elements || this.#stack.length >= limits.depth)
      throw new Stopped('too-large')
    const attributes = Object.values(tag.attributes)
    const isDs = tag.uri === dsNamespace
    // The names xml-crypto takes for ids, in whatever namespace: whoever else reads one of them must find the same element.
    const ids = attributes.filter(({ local }) => /^id$/i.test(local)).map(({ value }) => value)
    for (const id of new Set(ids)) {
      if (this.#ids.has(id)) this.#hasDuplicateId = true
      this.#ids.add(id)
    }
    const depth = this.#stack.length
    const element: Open = { name: tag.local, isDs, ids, text: '' }
    if (isDs && tag.local === 'Signature') this.#openSignature(depth)
    this.#stack.push(element)
    if (this.#isInSignature) {
      if (recordNames.has(tag.local.toUpperCase())) this.#hasRecordInside = true
      const attribute = (name: string) => attributes.find(({ local }) => local === name)?.value ?? null
      if (isDs) this.#note(tag.local, attribute('Algorithm'), attribute('URI'))
      return
    }
    if (recordNames.has(tag.local.toUpperCase())) this.#records.push(this.#idsHere())
    if (depth === 1 && tag.local !== 'CHUKYDONVI') this.#children.push(this.#idsHere())
  }

  #openSignature(depth: number) {
    this.#signatures += 1
    const parent = this.#stack.at(-1)?.name
    if (!(depth === 1 || (depth === 2 && parent === 'CHUKYDONVI'))) this.#isInPlace = false
    if (this.#signatureDepth >= 0) return
    this.#signatureDepth = depth
    this.#signatureStart = this.#tagStart
  }

  #note(name: string, algorithm: string | null, uri: string | null) {
    if (name === 'Reference') {
      // Without a URI the application would have to know what is meant; nobody here does.
      this.#references.push(uri ?? 'none:')
      if (this.#references.length > limits.references) throw new Stopped('too-large')
    }
    if (algorithm === null) return
    this.#algorithms.push(algorithm)
    if (name === 'SignatureMethod') this.#signatureAlgorithm ??= algorithm
    if (name === 'DigestMethod') this.#digests.push(algorithm)
  }

  #gather(piece: string) {
    const element = this.#stack.at(-1)
    if (!element || !this.#isInSignature || !gathered.has(element.name)) return
    element.text += piece
    if (element.text.length > limits.certificateChars) throw new Stopped('too-large')
  }

  #close() {
    const element = this.#stack.at(-1)!
    if (this.#isInSignature) {
      if (element.isDs && element.name === 'X509Certificate') this.#certificates.push(element.text)
      if (this.#certificates.length > limits.certificates) throw new Stopped('too-large')
      if (element.name === 'SigningTime')
        this.#signingTime ??= { text: element.text.trim(), within: this.#idsHere() }
    }
    this.#stack.pop()
    if (this.#signatureDepth === this.#stack.length && element.isDs && element.name === 'Signature') {
      this.#signature ??= this.#text.slice(this.#signatureStart, this.#parser.position)
      this.#signatureDepth = -1
    }
  }

  #idsHere(): readonly string[] {
    return this.#stack.flatMap(({ ids }) => ids)
  }
}

const gathered = new Set(['X509Certificate', 'SigningTime'])
