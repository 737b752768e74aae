import type { TableId } from '#vocabulary/bhyt'
import { declaration, notPlain, plainText, withLineFeeds } from './parse-plain.ts'
import { shapeOf, tableIds } from './tag-names.ts'
import { isDecomposed, tidyValue } from './tidy-value.ts'
import { xmlLimits } from './xml-tree.ts'

/** A table whose rows were read straight from its text. */
export interface PlainTable {
  readonly id: TableId
  /** In the order sent; row numbers count from 1. */
  readonly rows: Record<string, string>[]
  readonly decomposed: boolean
}

/**
 * Reads a table written to the letter of its annex (its wrapping, then rows, then fields of the dictionary without
 * attributes) without making a tree of it: half the cost of reading a visit was that tree. Answers null for everything
 * else, however small the difference; then the tree is made. `read-plain-table.test.ts` holds the two together.
 */
export function readPlainTable(sent: string): PlainTable | null {
  const text = withLineFeeds(sent)
  if (notPlain.test(text)) return null
  const start = skipBlank(text, declaration.exec(text)?.[0].length ?? 0)
  const layout = layoutAt(text, start)
  return layout ? new PlainReader(text, layout).read(start) : null
}

/** One field of a table's dictionary, and the field that stood behind it last time: nearly always the next one again. */
interface Leaf {
  readonly name: string
  /** `<NAME`: what follows it decides. */
  readonly open: string
  readonly close: string
  next: Leaf | null
  /** Number of the row it was last seen in. */
  seen: number
}

interface Layout {
  readonly id: TableId
  /** Opening tags around the rows, the row's own last; the list alone may hold several. */
  readonly open: readonly string[]
  readonly close: readonly string[]
  readonly isList: boolean
  readonly leaves: ReadonlyMap<string, Leaf>
  /** Stands before the first field. */
  readonly before: { next: Leaf | null }
}

const layouts = new Map<string, Layout>()
for (const id of tableIds) {
  // A death notice and a driver's check are no tables of a claim file.
  if (id === 'GBT' || id === 'GKSKLX') continue
  const { wrappings, fieldNames, single } = shapeOf(id)
  const leaves = new Map(
    fieldNames.map((name) => [
      name,
      { name, open: `<${name}`, close: `</${name}>`, next: null, seen: 0 } as Leaf,
    ]),
  )
  for (const tags of wrappings)
    if (tags.length > 0 && !layouts.has(tags[0]!))
      layouts.set(tags[0]!, {
        id,
        open: tags.map((tag) => `<${tag}>`),
        close: tags.map((tag) => `</${tag}>`),
        isList: !single,
        leaves,
        before: { next: null },
      })
}

function layoutAt(text: string, start: number): Layout | undefined {
  const end = text.indexOf('>', start)
  return end < 0 || text.charCodeAt(start) !== 0x3c ? undefined : layouts.get(text.slice(start + 1, end))
}

class PlainReader {
  readonly #text: string
  readonly #layout: Layout
  readonly #hasEntities: boolean
  readonly #hasCdata: boolean
  #at = 0
  #elements = 0
  #decomposed = false

  constructor(text: string, layout: Layout) {
    this.#text = text
    this.#layout = layout
    this.#hasEntities = text.includes('&')
    this.#hasCdata = text.includes(']]>')
  }

  read(start: number): PlainTable | null {
    const { id, open, close, isList } = this.#layout
    const last = open.length - 1
    this.#at = start
    for (let n = 0; n < last; n++) if (!this.#take(open[n]!)) return null
    const rows: Record<string, string>[] = []
    while (this.#take(open[last]!)) {
      const row = this.#row(close[last]!)
      if (!row || this.#elements > xmlLimits.elements) return null
      rows.push(row)
      if (!isList) break
    }
    for (let n = last - 1; n >= 0; n--) if (!this.#take(close[n]!)) return null
    const isWhole = this.#at === this.#text.length
    // A single table without fields is no row: whether it is empty the longer way says.
    if (!isWhole || rows.length === 0 || (!isList && Object.keys(rows[0]!).length === 0)) return null
    return { id, rows, decomposed: this.#decomposed }
  }

  /** Steps over a tag of the structure and the blanks behind it. */
  #take(tag: string): boolean {
    if (!this.#text.startsWith(tag, this.#at)) return false
    this.#elements++
    this.#at = skipBlank(this.#text, this.#at + tag.length)
    return true
  }

  #row(close: string): Record<string, string> | null {
    const row = ++rowsRead
    const values: Record<string, string> = {}
    let before: { next: Leaf | null } = this.#layout.before
    while (!this.#take(close)) {
      const leaf = this.#leaf(before)
      const raw = leaf && this.#content(leaf)
      if (raw === null) return null
      this.#elements++
      before = leaf!
      if (raw === '') continue
      const value = tidyValue(raw)
      if (value === '') continue
      if (value !== raw && isDecomposed(raw)) this.#decomposed = true
      if (leaf!.seen === row) return null // twice: which one counts the longer way says
      leaf!.seen = row
      values[leaf!.name] = value
    }
    return values
  }

  /** The field whose tag begins here; stands behind its name then. */
  #leaf(before: { next: Leaf | null }): Leaf | null {
    const text = this.#text
    const guess = before.next
    if (guess && text.startsWith(guess.open, this.#at)) {
      const end = this.#at + guess.open.length
      const sign = text.charCodeAt(end)
      if (sign === bracket || sign === slash) {
        this.#at = end
        return guess
      }
    }
    const end = text.indexOf('>', this.#at)
    if (end < 0) return null
    const nameEnd = text.charCodeAt(end - 1) === slash ? end - 1 : end
    const found = this.#layout.leaves.get(text.slice(this.#at + 1, nameEnd))
    if (!found || text.charCodeAt(this.#at) !== 0x3c) return null
    before.next = found
    this.#at = nameEnd
    return found
  }

  /** Text or one CDATA section up to the field's own end tag, and the blanks behind that. */
  #content(leaf: Leaf): string | null {
    const text = this.#text
    if (text.charCodeAt(this.#at) === slash) {
      if (text.charCodeAt(this.#at + 1) !== bracket) return null
      this.#at = skipBlank(text, this.#at + 2)
      return ''
    }
    const start = this.#at + 1
    const isCdata = this.#hasCdata && text.startsWith(cdata, start)
    const contentEnd = text.indexOf(isCdata ? ']]>' : '<', start)
    const end = isCdata ? contentEnd + 3 : contentEnd
    if (contentEnd < 0 || !text.startsWith(leaf.close, end)) return null
    this.#at = skipBlank(text, end + leaf.close.length)
    if (isCdata) return text.slice(start + cdata.length, contentEnd)
    if (end === start) return ''
    const piece = text.slice(start, end)
    return this.#hasEntities || this.#hasCdata ? plainText(piece, this.#hasEntities) : piece
  }
}

let rowsRead = 0

const slash = 0x2f
const bracket = 0x3e
const cdata = '<![CDATA['

function skipBlank(text: string, from: number): number {
  let at = from
  for (;;) {
    const sign = text.charCodeAt(at)
    if (sign !== 0x20 && sign !== 0x0a && sign !== 0x09) return at
    at++
  }
}
