import type { X509Certificate } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { decodeUtf8 } from '#foundation/json'
import {
  faultOfTime,
  hasStrongKey,
  oneLine,
  readCertificate,
  type SignerAuthorities,
  signerOf,
  trustOf,
} from './certificates.ts'
import { readOutline, type SignedOutline } from './outline.ts'
import type { SignatureCheck, SignatureFault, SignatureRecord } from './xmldsig.types.ts'

export interface VerifyOptions {
  /** When the file was received: the time that counts where the signer says none. */
  readonly at: Date
  /** Null: who issued the certificate is not judged. */
  readonly authorities?: SignerAuthorities | null
}

/** A document is held whole, several times over, while it is canonicalised. */
export const maxSignedBytes = 16 * 1024 * 1024

const signatureAlgorithms = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
])
const otherAlgorithms = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
])

/** Checks the signature of a file. Pure: the same bytes, time and authorities give the same record. */
export function verifySignature(
  bytes: Uint8Array,
  { at, authorities = null }: VerifyOptions,
): SignatureCheck {
  if (!hasSignature(bytes)) return { present: false }
  if (bytes.length > maxSignedBytes) return recordOf('too-large')
  const text = textOf(bytes)
  if (text === null) return recordOf('unreadable')
  const read = readOutline(text)
  if (!read.ok) return recordOf(read.problem)
  const outline = read.value
  if (outline.signatures === 0) return { present: false }
  const sent = outline.certificates
    .map((one) => readCertificate(one))
    .filter((one): one is X509Certificate => one !== null)
  const signer = signerOf(sent)
  const said = saidTime(outline)
  const moment = said ?? at
  const trust = signer ? trustOf(signer, sent, authorities, moment) : 'not-checked'
  const reason =
    shapeFault(outline) ??
    (signer === null ? 'no-certificate' : hasStrongKey(signer) ? null : 'weak-key') ??
    mathFault(text, outline, signer!) ??
    (covers(outline) === null ? 'not-covering' : null) ??
    faultOfTime(signer!, moment) ??
    (trust === 'unknown-issuer' ? 'untrusted-issuer' : null)
  return recordOf(reason, { outline, signer, trust, said })
}

/** The namespace's name, whatever prefix and encoding-safe ASCII: files without one are not read a second time. */
export function hasSignature(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(
    'http://www.w3.org/2000/09/xmldsig#',
  )
}

/** UTF-8, or Windows-1258 where the file says so: signatures are over characters, not over bytes. */
function textOf(bytes: Uint8Array): string | null {
  const decoded = decodeUtf8(bytes)
  if (decoded.ok) return decoded.value.replace(/^\ufeff/, '')
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  if (!/encoding\s*=\s*["']windows-1258["']/i.test(head)) return null
  return new TextDecoder('windows-1258').decode(bytes)
}

/** What can be refused by looking at it, before any arithmetic. */
function shapeFault(outline: SignedOutline): SignatureFault | null {
  if (outline.signatures > 1) return 'several-signatures'
  if (!outline.isInPlace || outline.signature === null) return 'misplaced'
  if (outline.hasRecordInside) return 'wrapped'
  if (outline.hasDuplicateId) return 'duplicate-id'
  if (outline.references.some((uri) => uri !== '' && !/^#[^'"#()]+$/.test(uri))) return 'external-reference'
  const isKnown = (name: string) =>
    otherAlgorithms.has(name) || (name === outline.signatureAlgorithm && signatureAlgorithms.has(name))
  return outline.algorithms.every(isKnown) && outline.references.length > 0 ? null : 'algorithm'
}

function mathFault(text: string, outline: SignedOutline, signer: X509Certificate): SignatureFault | null {
  // The key is the one of the certificate we read; whatever else KeyInfo holds is not asked.
  const signed = new SignedXml({ publicCert: signer.toString(), getCertFromKeyInfo: () => null })
  try {
    signed.loadSignature(outline.signature!)
    // False: a digest differs. Thrown: the value over SignedInfo differs, or the signature cannot be read.
    return signed.checkSignature(text) ? null : 'tampered'
  } catch (error) {
    return /signature value/.test(String((error as Error).message)) ? 'wrong-value' : 'unreadable'
  }
}

function covers(outline: SignedOutline): SignatureRecord['covers'] {
  if (outline.references.includes('')) return 'document'
  const signed = new Set(outline.references.map((uri) => uri.slice(1)))
  const areAll =
    outline.records.length > 0 && outline.records.every((around) => around.some((id) => signed.has(id)))
  return areAll ? 'records' : null
}

/** The signer's own time, where it stands under the signature. */
function saidTime({ signingTime, references }: SignedOutline): Date | null {
  if (!signingTime?.within.some((id) => references.includes(`#${id}`))) return null
  const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$/.test(signingTime.text)
  const time = new Date(local ? `${signingTime.text}+07:00` : signingTime.text)
  return Number.isNaN(time.getTime()) ? null : time
}

interface Found {
  readonly outline: SignedOutline
  readonly signer: X509Certificate | null
  readonly trust: SignatureRecord['trust']
  readonly said: Date | null
}

function recordOf(reason: SignatureFault | null, found?: Found): SignatureRecord {
  const signer = found?.signer ?? null
  return {
    present: true,
    valid: reason === null,
    reason,
    signer: signer && {
      subject: oneLine(signer.subject),
      serial: signer.serialNumber,
      issuer: oneLine(signer.issuer),
    },
    certificate: signer?.toString() ?? null,
    fingerprint: signer?.fingerprint256.replaceAll(':', '').toLowerCase() ?? null,
    validFrom: signer ? new Date(signer.validFrom).toISOString() : null,
    validTo: signer ? new Date(signer.validTo).toISOString() : null,
    signatureAlgorithm: found?.outline.signatureAlgorithm ?? null,
    digestAlgorithms: found?.outline.digestAlgorithms ?? [],
    references: found?.outline.references ?? [],
    covers: found && reason === null ? covers(found.outline) : null,
    signedAt: found?.said?.toISOString() ?? null,
    trust: found?.trust ?? 'not-checked',
  }
}
