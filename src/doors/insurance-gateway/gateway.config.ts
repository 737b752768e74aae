import { z } from 'zod'
import { defineConfig, secret } from '#foundation/config'
import { readKey } from './relay/seal.ts'

export const gatewayConfig = defineConfig(
  'gateway',
  z.object({
    MACH_GATEWAY_HOST: z
      .string()
      .min(1)
      .optional()
      .meta({ expected: 'địa chỉ mạng để lắng nghe, ví dụ 0.0.0.0 (an address to listen on)' })
      .describe(
        'Address of the drop-in insurance gateway. Not set: it is off. It signs its callers in itself.',
      ),
    MACH_GATEWAY_PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65_535)
      .default(8443)
      .describe('Port of the drop-in insurance gateway; 0 takes a free one.'),
    MACH_GATEWAY_TLS_CERT: z
      .string()
      .min(1)
      .optional()
      .describe('File with the gateway’s certificate and chain (PEM).'),
    MACH_GATEWAY_TLS_KEY: z
      .string()
      .min(1)
      .optional()
      .meta({ secret: false })
      .describe('File with the certificate’s private key (PEM).'),
    MACH_GATEWAY_TLS: z
      .enum(['required', 'off'])
      .default('required')
      .describe(
        'off: plain HTTP also beyond this machine, for old software inside a private network. Passwords and records then travel readable.',
      ),
    MACH_GATEWAY_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(65_536)
      .max(256 * 1024 * 1024)
      .default(32 * 1024 * 1024)
      .describe('Bytes of one file sent to the gateway, after base64.'),
    MACH_GATEWAY_UPLOADS: z.coerce
      .number()
      .int()
      .min(1)
      .max(1_000)
      .default(32)
      .describe('Calls to the gateway worked on at the same time; more are told to come back.'),
    MACH_GATEWAY_TOKEN_MINUTES: z.coerce
      .number()
      .int()
      .min(1)
      .max(1_440)
      .default(15)
      .describe('How long a session of the gateway lasts.'),
    MACH_GATEWAY_TWO_ADDRESSES: z
      .enum(['refuse', 'record', 'allow'])
      .default('record')
      .describe('When one session is used from two addresses: refuse and end it, record it, or allow it.'),
    MACH_GATEWAY_KEEP_DAYS: z.coerce
      .number()
      .int()
      .min(60)
      .max(3_650)
      .default(400)
      .describe('Days that events and answers of the gateway are kept.'),
    MACH_GATEWAY_UPSTREAM: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        'The real insurance gateway: what facilities send here is forwarded there. Not set: nothing is.',
      ),
    MACH_GATEWAY_UPSTREAM_KEY: secret(
      z
        .string()
        .refine((text) => readKey(text) !== null)
        .optional()
        .meta({ expected: '32 byte ngẫu nhiên, viết base64 hoặc hex (32 random bytes, base64 or hex)' })
        .describe('Key that seals the facilities’ passwords at the real gateway (AES-256-GCM).'),
    ),
    MACH_SIGNER_CAS: z
      .string()
      .min(1)
      .optional()
      .describe(
        'File with the certification authorities whose signatures in files are trusted (PEM). Not set: the issuer is not judged.',
      ),
  }),
)
