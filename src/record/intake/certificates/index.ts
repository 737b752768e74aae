import type { Format } from '../format.types.ts'
import { CertificateCutter } from './cut-certificates.ts'
import { locateCertificate } from './locate-certificate.ts'
import { readCertificate } from './read-certificate.ts'

const named = /<(?:\w+:)?(?:HSCHUNGTU|HSDLGCS|GIAYCHUNGSINH|CT0[3467])[\s>]/i

/** Papers of the certificate gateway: discharge, summary, leave (CT03, CT04, CT06, CT07) and the birth certificate. */
export const certificatesFormat: Format = {
  formats: ['certificate'],
  recognises: (start) => named.test(new TextDecoder('utf-8').decode(start)),
  splitter: (limits) => new CertificateCutter(limits),
  readRecord: readCertificate,
  locate: locateCertificate,
}
