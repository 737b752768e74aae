import { z } from 'zod'
import { defineConfig } from '#foundation/config'
import { delayEdges } from './measures.types.ts'

const hours = delayEdges.join(', ')

/** `kind=hours`, parted by commas. */
const deadlines = z.string().transform((text, context) => {
  const read: Record<string, number> = {}
  for (const part of text
    .split(',')
    .map((p) => p.trim())
    .filter(Boolean)) {
    const [, kind, number] = /^([a-z0-9-]+)=(\d+)$/.exec(part) ?? []
    if (!kind || !delayEdges.some((edge) => edge === Number(number))) {
      context.addIssue({ code: 'custom', message: `kind=hours, hours one of ${hours}` })
      return z.NEVER
    }
    read[kind] = Number(number)
  }
  return read
})

export const dataQualityConfig = defineConfig(
  'data-quality',
  z.object({
    MACH_QUALITY_DEADLINE_HOURS: z.coerce
      .number()
      .refine((n) => delayEdges.some((edge) => edge === n), `one of ${hours}`)
      .default(24)
      .describe(
        `Hours from the end of care to receipt within which a message is on time: one of ${hours}. 24: the health book shows a visit within 24 h, and health checks are due within 24 h (QĐ 1551/QĐ-BYT 2026).`,
      ),
    MACH_QUALITY_DEADLINES: deadlines
      .default({})
      .describe(
        'Deadlines of single kinds that differ, as `check-in=3,driver-check=72`; kinds are outpatient, inpatient, check-in, death-notice, driver-check, hl7-v2, fhir-bundle, ho-so-benh-an.',
      ),
  }),
)

export interface Deadlines {
  readonly hours: number
  readonly ofKind: Readonly<Record<string, number>>
}
