/** A row is a person's name and numbers, not a book. */
const longest = 65_536

type Row = readonly string[]

/**
 * Rows of a CSV file (RFC 4180; LF or CRLF, a BOM or none) while it arrives: every row before a broken one is handed on, which
 * a stream that ends in an error does not promise. A quote inside a bare cell is a letter; empty lines are passed over.
 */
export async function* rowsOf(
  bytes: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Row | 'broken'> {
  const decoder = new TextDecoder()
  let text = ''
  let isFirst = true
  for await (const piece of bytes) {
    text += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true })
    // The decoder takes a mark from bytes only.
    if (isFirst && text.startsWith('\ufeff')) text = text.slice(1)
    isFirst = isFirst && text === ''
    const { rows, rest } = takeRows(text, false)
    yield* rows
    text = text.slice(rest)
    if (text.length > longest) return yield 'broken'
  }
  text += decoder.decode()
  const { rows, rest } = takeRows(text, true)
  yield* rows
  if (rest < text.length) yield 'broken'
}

function takeRows(text: string, isAll: boolean): { readonly rows: readonly Row[]; readonly rest: number } {
  const rows: Row[] = []
  let rest = 0
  while (rest < text.length) {
    const taken = takeRow(text, rest, isAll)
    if (!taken) break
    if (taken.row.length > 1 || taken.row[0] !== '') rows.push(taken.row)
    rest = taken.next
  }
  return { rows, rest }
}

/** One row from a place on, or null when its end has not arrived. */
function takeRow(
  text: string,
  from: number,
  isAll: boolean,
): { readonly row: Row; readonly next: number } | null {
  const row: string[] = []
  for (let at = from; ; ) {
    const quoted = text[at] === '"' ? takeQuoted(text, at + 1, isAll) : { value: '', next: at }
    if (!quoted) return null
    const end = endOfCell(text, quoted.next)
    if (end === text.length && !isAll) return null
    const isLast = end === text.length || text[end] === '\n'
    const bare = text.slice(
      quoted.next,
      isLast && text[end - 1] === '\r' && end > quoted.next ? end - 1 : end,
    )
    row.push(quoted.value + bare)
    if (isLast) return { row, next: end + 1 }
    at = end + 1
  }
}

function endOfCell(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x2c || code === 0x0a) return at
  }
  return text.length
}

/** What stands between quotes, two of them for one; null when the last has not arrived. */
function takeQuoted(text: string, from: number, isAll: boolean) {
  let value = ''
  for (let at = from; ; ) {
    const quote = text.indexOf('"', at)
    if (quote < 0 || (quote + 1 === text.length && !isAll)) return null
    value += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { value, next: quote + 1 }
    value += '"'
    at = quote + 2
  }
}
