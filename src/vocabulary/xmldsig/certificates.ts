import { X509Certificate } from 'node:crypto'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { SignatureFault, SignatureRecord } from './xmldsig.types.ts'

/** Whose word counts for who a signer is. */
export interface SignerAuthorities {
  readonly certificates: readonly X509Certificate[]
}

const pemBlock = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** Reads a PEM bundle of certification authorities, roots and intermediates alike. */
export function readAuthorities(pem: string): Result<SignerAuthorities> {
  const certificates: X509Certificate[] = []
  for (const [block] of pem.matchAll(pemBlock)) {
    const certificate = readCertificate(block)
    if (certificate) certificates.push(certificate)
  }
  return certificates.length > 0 ? ok({ certificates }) : fail(noAuthorities)
}

const noAuthorities: Problem = {
  code: 'XMLDSIG_NO_AUTHORITIES',
  kind: 'incorrect',
  message: 'Tệp chứng thư của tổ chức chứng thực không có chứng thư nào đọc được (cần định dạng PEM).',
}

/** From base64 of X.509 in KeyInfo, or PEM; null when it cannot be read. */
export function readCertificate(text: string): X509Certificate | null {
  try {
    const read = new X509Certificate(text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64'))
    return isWhole(read) ? read : null
  } catch {
    return null
  }
}

/** A damaged certificate may be read, and throw only when asked for its key, or give “Bad time value” for a date. */
const isWhole = ({ publicKey, validFrom, validTo }: X509Certificate): boolean =>
  publicKey.type === 'public' && !Number.isNaN(Date.parse(validFrom)) && !Number.isNaN(Date.parse(validTo))

/**
 * The signer's certificate among those sent: the one that none of the others was issued by. KeyInfo has no order
 * (XMLDSig 4.4.4), and some tokens put the authority first.
 */
export function signerOf(certificates: readonly X509Certificate[]): X509Certificate | null {
  const issued = (one: X509Certificate) =>
    certificates.some((other) => other !== one && other.issuer === one.subject && other.checkIssued(one))
  return certificates.find((one) => !issued(one)) ?? certificates[0] ?? null
}

export function trustOf(
  signer: X509Certificate,
  sent: readonly X509Certificate[],
  authorities: SignerAuthorities | null,
  at: Date,
): SignatureRecord['trust'] {
  if (authorities === null) return 'not-checked'
  const others = sent.filter((one) => one !== signer && one.ca)
  let link = signer
  for (let steps = 0; steps < 6; steps++) {
    const known = authorities.certificates.find((one) => hasIssued(one, link, at))
    if (known) return 'trusted'
    const next = others.find((one) => hasIssued(one, link, at))
    if (!next) break
    link = next
  }
  return 'unknown-issuer'
}

function hasIssued(authority: X509Certificate, certificate: X509Certificate, at: Date): boolean {
  if (!authority.ca || faultOfTime(authority, at) !== null) return false
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
}

export function faultOfTime(certificate: X509Certificate, at: Date): SignatureFault | null {
  if (at < new Date(certificate.validFrom)) return 'not-yet-valid'
  return at > new Date(certificate.validTo) ? 'expired' : null
}

/** RSA of 2,048 bits or more; nothing else is in use for these files. */
export function hasStrongKey(certificate: X509Certificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048
}

export const oneLine = (name: string): string => name.split('\n').join(', ')
