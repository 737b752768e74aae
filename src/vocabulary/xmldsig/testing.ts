/** Builders for tests: certificates (X.509 written by hand, DER) and files signed with them. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { SignedXml } from 'xml-crypto'

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts)
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'))
const rsaSha256 = sequence(oid('2a864886f70d01010b'), tlv(0x05))
const nameOf = (text: string) =>
  sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(text, 'utf8')))))
const timeOf = (at: string) =>
  tlv(0x18, Buffer.from(`${at.replace(/[-:T]/g, '').slice(0, 14).padEnd(14, '0')}Z`))
const constraintsOfAuthority = tlv(
  0xa3,
  sequence(
    sequence(
      oid('551d13'),
      tlv(0x01, Buffer.from([0xff])),
      tlv(0x04, sequence(tlv(0x01, Buffer.from([0xff])))),
    ),
  ),
)

export interface TestSigner {
  readonly name: string
  readonly key: KeyObject
  readonly pem: string
}

let serial = 1

export interface SignerOptions {
  readonly name?: string
  readonly from?: string
  readonly to?: string
  readonly bits?: number
  readonly isAuthority?: boolean
  readonly issuer?: TestSigner
}

/** `aSigner({ to: '2026-01-31' })`: a key and its certificate, self-signed unless somebody issued it. */
export function aSigner(options: SignerOptions = {}): TestSigner {
  const { name = 'BENH VIEN MAU 2', from = '2025-01-01', to = '2045-01-01', bits = 2_048, issuer } = options
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([serial++ & 0x7f])),
    rsaSha256,
    nameOf(issuer?.name ?? name),
    sequence(timeOf(from), timeOf(to)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(options.isAuthority ? [constraintsOfAuthority] : []),
  )
  const signature = sign('sha256', body, issuer?.key ?? privateKey)
  const der = sequence(body, rsaSha256, tlv(0x03, Buffer.from([0]), signature))
  const lines = der
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return {
    name,
    key: privateKey,
    pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

interface SignOptions {
  /** XPath of what is signed; the whole document when left out. */
  readonly what?: string
  readonly digest?: string
  readonly algorithm?: string
  /** Further certificates in KeyInfo. */
  readonly chain?: readonly TestSigner[]
}

const c14n = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** Signs a file whose CHUKYDONVI is empty. */
export function signed(xml: string, signer: TestSigner, options: SignOptions = {}): string {
  const signing = new SignedXml({
    privateKey: signer.key,
    publicCert: [signer, ...(options.chain ?? [])].map(({ pem }) => pem).join(''),
    signatureAlgorithm: (options.algorithm ??
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256') as 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: c14n,
  })
  signing.addReference({
    xpath: options.what ?? '/*',
    isEmptyUri: options.what === undefined,
    transforms: [enveloped, c14n],
    digestAlgorithm: options.digest ?? 'http://www.w3.org/2001/04/xmlenc#sha256',
  })
  signing.computeSignature(xml, {
    location: { reference: "//*[local-name(.)='CHUKYDONVI']", action: 'append' },
  })
  return signing.getSignedXml()
}

/** A small envelope: one facility, records of this text. */
export const anEnvelope = (...records: readonly string[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<GIAMDINHHS xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><THONGTINDONVI><MACSKCB>99902</MACSKCB></THONGTINDONVI>` +
  `<THONGTINHOSO Id="HS-1"><NGAYLAP>20260301</NGAYLAP><DANHSACHHOSO>${records
    .map(
      (text) =>
        `<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>${text}</NOIDUNGFILE></FILEHOSO></HOSO>`,
    )
    .join('\r\n')}</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI></CHUKYDONVI></GIAMDINHHS>`
