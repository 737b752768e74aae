import { z } from 'zod'
import { defineConfig, secret } from '#foundation/config'
import { readDigestKey } from './digest-subject.ts'

const whole = (least: number, most: number, usual: number) =>
  z.coerce.number().int().min(least).max(most).default(usual)
const file = (what: string) => z.string().min(1).optional().meta({ secret: false }).describe(what)

export const verificationConfig = defineConfig(
  'verification',
  z.object({
    MACH_POPULATION_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({ secret: false })
      .describe(
        'A licensed provider’s gateway to the national population database; HTTPS beyond this machine. Not set: nobody is verified there.',
      ),
    MACH_POPULATION_CLIENT_ID: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Our name at that gateway (OAuth2 client credentials).'),
    MACH_POPULATION_CLIENT_SECRET: secret(
      z.string().min(1).max(1_000).optional().describe('Our secret at that gateway.'),
    ),
    MACH_POPULATION_TOKEN_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({ secret: false })
      .describe('Where its tokens are taken. Not set: oauth2/token below its address.'),
    MACH_POPULATION_TLS_CERT: file('File with our client certificate and chain (PEM), for mutual TLS.'),
    MACH_POPULATION_TLS_KEY: file('File with that certificate’s private key (PEM).'),
    MACH_POPULATION_TLS_CA: file(
      'File with the authority of the gateway’s own certificate (PEM). Not set: the usual ones.',
    ),
    MACH_POPULATION_KEY: secret(
      z
        .string()
        .refine((text) => readDigestKey(text) !== null)
        .optional()
        .meta({ expected: '32 byte ngẫu nhiên, viết base64 hoặc hex (32 random bytes, base64 or hex)' })
        .describe(
          'Key of the digests that tell whether a record still says what was verified. Another key: all is to be verified anew.',
        ),
    ),
    MACH_POPULATION_TIMEOUT_MS: whole(100, 60_000, 5_000).describe(
      'How long one call to that gateway may take.',
    ),
    MACH_POPULATION_DESK_MS: whole(100, 30_000, 4_000).describe(
      'How long somebody at a desk waits for a verification before it goes on in the background.',
    ),
    MACH_POPULATION_PER_SECOND: z.coerce
      .number()
      .min(0.01)
      .max(1_000)
      .default(5)
      .describe('Questions to that gateway in a second, of one process.'),
    MACH_POPULATION_LANES: whole(1, 32, 2).describe(
      'Questions from the queue on their way at the same time.',
    ),
    MACH_POPULATION_REUSE: z
      .enum(['facility', 'province'])
      .default('facility')
      .describe(
        'Who may rely on an answer: the facility that asked (NĐ 69/2024 Đ18–19), or, where an agreement allows it, the province.',
      ),
    MACH_POPULATION_EVIDENCE_DAYS: whole(1, 3_650, 365).describe('Days that an answer counts.'),
    MACH_POPULATION_KEEP_DAYS: whole(30, 36_500, 3_650).describe(
      'Days that outcomes, and who asked for them, are kept. Never shorter than they count.',
    ),
    MACH_POPULATION_GIVE_UP_HOURS: whole(1, 720, 72).describe(
      'Hours after which a question that nobody answered is let go.',
    ),
  }),
)

export type VerificationConfig = z.output<typeof verificationConfig.schema>
