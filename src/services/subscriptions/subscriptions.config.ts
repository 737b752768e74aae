import { z } from 'zod'
import { defineConfig } from '#foundation/config'

export const subscriptionsConfig = defineConfig(
  'subscriptions',
  z.object({
    MACH_SUBSCRIPTION_HOSTS: z
      .string()
      .regex(/^[A-Za-z0-9.:[\]-]+(,[A-Za-z0-9.:[\]-]+)*$/)
      .default('localhost,127.0.0.1,[::1]')
      .meta({
        expected: 'tên máy hoặc máy:cổng, cách nhau bằng dấu phẩy (host or host:port, comma separated)',
      })
      .describe('Hosts that notifications may be posted to; `host:port` allows one port only.'),
    MACH_SUBSCRIPTION_KEEP_DAYS: z.coerce
      .number()
      .min(0.01)
      .max(365)
      .default(7)
      .describe(
        'Days that events are kept, and that a receiver may be away before its subscription is turned off.',
      ),
  }),
)
