import { z } from 'zod'
import { defineConfig, secret } from '#foundation/config'

const port = z.coerce.number().int().min(1).max(65_535).optional()
const file = z.string().min(1).optional()
/** `key=value;key=value`. */
const pairs = (shape: RegExp) =>
  z
    .string()
    .default('')
    .refine((text) => text.split(';').every((pair) => pair.trim() === '' || shape.test(pair.trim())))

export const mllpConfig = defineConfig(
  'mllp',
  z.object({
    MACH_MLLP_PORT: port.describe('Port for HL7 v2 over MLLP without encryption; off when empty.'),
    MACH_MLLP_TLS_PORT: port.describe(
      'Port for HL7 v2 over MLLP with TLS; off when empty. Needs MACH_MLLP_CERT, MACH_MLLP_PRIVATE_KEY.',
    ),
    MACH_MLLP_HOST: z
      .string()
      .min(1)
      .default('127.0.0.1')
      .describe(
        'Address on which the MLLP ports listen; 0.0.0.0 for all, and then MACH_MLLP_SENDERS says who may send.',
      ),
    MACH_MLLP_CERT: file.describe('File with the server certificate of the TLS port (PEM, chain included).'),
    MACH_MLLP_PRIVATE_KEY: secret(file.describe('File with the private key of that certificate (PEM).')),
    MACH_MLLP_CLIENT_CA: file.describe(
      'File with the certificate authority of clients (PEM); when given, a client must show a certificate of it.',
    ),
    MACH_MLLP_SENDERS: pairs(/^(cn:)?[^=;]{1,200}=\d{2}[0-9A-Z]{3}(\+\d{2}[0-9A-Z]{3})*$/)
      .meta({ expected: '10.1.2.3=99901;cn:his.bv99902=99902 (address or certificate name = facility code)' })
      .describe(
        'Who may send for which facility: address or cn:certificate-name = facility codes joined by +, pairs separated by ;. Without any, only this machine may send.',
      ),
    MACH_MLLP_FACILITY_NAMES: pairs(/^[^=;]{1,200}=\d{2}[0-9A-Z]{3}$/)
      .meta({ expected: 'BVDK MAU=99901;1.2.704.99901=99901 (MSH-4, or MSH-3|MSH-4 = facility code)' })
      .describe(
        'Other names of facilities in MSH-4 (name, OID or URI; or MSH-3|MSH-4) = facility code, separated by ;.',
      ),
    MACH_MLLP_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(1_000)
      .max(8_388_608)
      .default(8_388_608)
      .describe('Largest HL7 v2 message, in bytes.'),
    MACH_MLLP_CONNECTIONS: z.coerce
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(200)
      .describe('Most MLLP connections at a time, for each port.'),
    MACH_MLLP_IDLE_SECONDS: z.coerce
      .number()
      .int()
      .min(5)
      .max(604_800)
      .default(3_600)
      .describe('A connection on which nothing happens for so long is closed.'),
  }),
)
