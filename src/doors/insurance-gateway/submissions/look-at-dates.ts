import { readGatewayTime } from '../protocol/times.ts'

/** What a file's own dates say about the clock it was made with. */
export interface DatesSeen {
  /** A field whose date lies in the future, or null. */
  readonly ahead: string | null
  /** The file says it was made before what it tells of had happened. */
  readonly isBehind: boolean
}

const day = 86_400_000
/** Of a stay that is still going on by its nature: the last day of the medicine handed out (QĐ 4750, bảng 1, NGAY_RA). */
const longKinds = new Set(['02', '05', '07', '08'])
const longStay = 180 * day
/** Larger files are looked at in their head only. */
const wholeLimit = 16 * 1024 * 1024
const headLimit = 64 * 1024

/** A look at the plain text for the few dates that cannot be in the future; reading the file properly is the intake's work. */
export function lookAtDates(bytes: Buffer, now: Date): DatesSeen {
  const text = bytes.subarray(0, bytes.length > wholeLimit ? headLimit : bytes.length).toString('latin1')
  const made = first(text, 'NGAYLAP')
  let latestEnd: Date | null = null
  for (const part of parts(text)) {
    const isLong = longKinds.has((first(part, 'MA_LOAI_KCB') ?? '').padStart(2, '0'))
    for (const field of ['NGAY_VAO', 'NGAY_RA', 'NGAY_TV'] as const) {
      for (const value of all(part, field)) {
        const at = readGatewayTime(value)
        if (!at) continue
        const allowed = now.getTime() + day + (isLong && field === 'NGAY_RA' ? longStay : 0)
        if (at.getTime() > allowed) return { ahead: field, isBehind: false }
        if (field === 'NGAY_RA' && !isLong && (!latestEnd || at > latestEnd)) latestEnd = at
      }
    }
  }
  const madeAt = made === null ? null : readGatewayTime(made)
  if (madeAt && madeAt.getTime() > now.getTime() + day) return { ahead: 'NGAYLAP', isBehind: false }
  // A day of tolerance on top of the whole day that NGAYLAP names.
  const isBehind = madeAt !== null && latestEnd !== null && madeAt.getTime() + 2 * day < latestEnd.getTime()
  return { ahead: null, isBehind }
}

/** The envelope itself, and each summary table inside it, opened. */
function* parts(text: string): Generator<string> {
  if (!text.includes('NOIDUNGFILE')) return yield text
  const files = /<LOAIHOSO>\s*(?:XML)?1\s*<\/LOAIHOSO>\s*<NOIDUNGFILE>([^<]*)/gi
  for (const [, content = ''] of text.matchAll(files)) yield Buffer.from(content, 'base64').toString('latin1')
  // Inline XML instead of base64.
  if (/<NOIDUNGFILE>\s*(<!\[CDATA\[)?\s*</i.test(text)) yield text
}

const pattern = (field: string) => new RegExp(`<${field}>\\s*(?:<!\\[CDATA\\[)?\\s*(\\d{1,14})`, 'gi')
const first = (text: string, field: string) => pattern(field).exec(text)?.[1] ?? null
const all = (text: string, field: string) => [...text.matchAll(pattern(field))].map((found) => found[1]!)
