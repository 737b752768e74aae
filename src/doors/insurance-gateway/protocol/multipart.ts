export interface Part {
  readonly name: string
  readonly body: Buffer
}

const partsLimit = 100

/**
 * A multipart/form-data body. Node's own reader wants names in quotation marks, and .NET's MultipartFormDataContent writes
 * none, so this one is ours. Null when it cannot be read.
 */
export function readMultipart(body: Buffer, contentType: string): Part[] | null {
  const boundary = /boundary="?([^";]{1,200})"?/i.exec(contentType)?.[1]?.trim()
  if (!boundary) return null
  const mark = Buffer.from(`--${boundary}`)
  const parts: Part[] = []
  let at = body.indexOf(mark)
  if (at < 0) return null
  for (;;) {
    at += mark.length
    if (body.subarray(at, at + 2).toString('latin1') === '--') return parts
    const headEnd = body.indexOf('\r\n\r\n', at)
    const next = body.indexOf(mark, at)
    if (headEnd < 0 || next < 0 || headEnd > next || parts.length >= partsLimit) return null
    const head = body.subarray(at, headEnd).toString('utf8')
    const name = /content-disposition:[^\r\n]*[;\s]name\s*=\s*("([^"\r\n]*)"|[^;\s]+)/i.exec(head)
    // The line break before the boundary belongs to it.
    const end = body.subarray(next - 2, next).toString('latin1') === '\r\n' ? next - 2 : next
    if (name) parts.push({ name: (name[2] ?? name[1]!).toLowerCase(), body: body.subarray(headEnd + 4, end) })
    at = next
  }
}
