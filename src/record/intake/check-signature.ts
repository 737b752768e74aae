import type { MessageProblem } from '#vocabulary/bhyt'
import {
  hasSignature,
  maxSignedBytes,
  type SignatureRecord,
  type SignerAuthorities,
  signatureProblem,
  verifySignature,
} from '#vocabulary/xmldsig'
import type { FileFormat } from './format.types.ts'
import type { Spooled } from './spool.ts'

export interface CheckedSignature {
  /** Evidence, kept with the part; null when the file carries none. */
  readonly record: SignatureRecord | null
  readonly problems: readonly MessageProblem[]
}

export const unsigned: CheckedSignature = { record: null, problems: [] }
const signedFormats: ReadonlySet<FileFormat> = new Set(['bhyt-xml', 'check-in', 'death-notice'])
/** Formats whose signature stands in CHUKYDONVI; a part that named no format is taken for a claim file. */
export const isSignedFormat = (format: FileFormat = 'bhyt-xml'): boolean => signedFormats.has(format)
/** The signature stands at the end of the file (CHUKYDONVI); a certificate chain fits in here many times. */
const tail = 131_072

/**
 * Looks for a signature at the end of a file, and checks it when there is one. A signature that does not hold is a
 * warning: the record is read all the same, and what was found is kept as evidence of what was sent.
 */
export async function checkSignature(
  spooled: Pick<Spooled, 'size' | 'read'>,
  options: { readonly at: Date; readonly authorities: SignerAuthorities | null },
): Promise<CheckedSignature> {
  const pieces: Buffer[] = []
  let end: Buffer = Buffer.alloc(0)
  for await (const piece of spooled.read()) {
    if (spooled.size <= maxSignedBytes) pieces.push(piece)
    else end = Buffer.concat([end, piece]).subarray(-tail)
  }
  const bytes = spooled.size <= maxSignedBytes ? Buffer.concat(pieces) : end
  if (!hasSignature(bytes)) return unsigned
  const check = spooled.size <= maxSignedBytes ? verifySignature(bytes, options) : tooLargeToCheck
  if (!check.present) return unsigned
  const problem = signatureProblem(check)
  return { record: check, problems: problem ? [problem] : [] }
}

const tooLargeToCheck: SignatureRecord = {
  present: true,
  valid: false,
  reason: 'too-large',
  signer: null,
  certificate: null,
  fingerprint: null,
  validFrom: null,
  validTo: null,
  signatureAlgorithm: null,
  digestAlgorithms: [],
  references: [],
  covers: null,
  signedAt: null,
  trust: 'not-checked',
}
