/** Why a signature is not worth what it claims. */
export type SignatureFault =
  | 'too-large'
  | 'unreadable'
  | 'doctype'
  | 'several-signatures'
  | 'misplaced'
  | 'wrapped'
  | 'duplicate-id'
  | 'external-reference'
  | 'algorithm'
  | 'no-certificate'
  | 'weak-key'
  | 'tampered'
  | 'wrong-value'
  | 'not-covering'
  | 'not-yet-valid'
  | 'expired'
  | 'untrusted-issuer'

/** Plain JSON: kept beside the file as evidence. */
export interface SignatureRecord {
  readonly present: true
  readonly valid: boolean
  readonly reason: SignatureFault | null
  /** Of the certificate; null when there is none to read. */
  readonly signer: {
    readonly subject: string
    readonly serial: string
    readonly issuer: string
  } | null
  readonly certificate: string | null
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly signatureAlgorithm: string | null
  readonly digestAlgorithms: readonly string[]
  readonly references: readonly string[]
  /** `document`: everything but the signature; `records`: every record, but not all around them (the facility's code). */
  readonly covers: 'document' | 'records' | null
  /** As the signer says, under the signature; null when not said or not signed. */
  readonly signedAt: string | null
  readonly trust: 'not-checked' | 'trusted' | 'unknown-issuer'
}

export type SignatureCheck = { readonly present: false } | SignatureRecord
