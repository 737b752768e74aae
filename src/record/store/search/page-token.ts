import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Where the next page begins. */
export interface PageToken {
  /** Snapshot of the first page. */
  readonly snapshot: string
  /** The query's fingerprint: a token belongs to one query. */
  readonly query: string
  /** Last row shown: sort value (null for undated) and key; or how many were shown, for sorts made in memory. */
  readonly after: { readonly value: string | null; readonly id: string } | { readonly offset: number }
  /** When it was made, ms. */
  readonly at: number
}

const form = z.object({
  snapshot: z.string().max(4_000),
  query: z.string().max(64),
  after: z.union([
    z.object({ value: z.string().max(64).nullable(), id: z.uuid() }),
    z.object({ offset: z.number().int().min(0) }),
  ]),
  at: z.number().int(),
})

/** How long a next-link works. */
export const pageLifetimeMs = 24 * 3_600_000

const sign = (key: string, text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 12)

export function writePage(key: string, token: PageToken): string {
  const text = Buffer.from(JSON.stringify(token)).toString('base64url')
  return `${text}.${sign(key, text).toString('base64url')}`
}

/** null: forged, damaged, too old, or for another query. */
export function readPage(key: string, page: string, query: string, now: number): PageToken | null {
  const [text = '', mac = ''] = page.split('.')
  const given = Buffer.from(mac, 'base64url')
  const wanted = sign(key, text)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return null
  }
  const token = form.safeParse(json)
  if (!token.success || token.data.query !== query || now - token.data.at > pageLifetimeMs) return null
  return token.data
}
