/** A statement or a piece of one. Values never become text: they travel beside it. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
  /** Prepared once per connection under this name. */
  readonly name?: string
}

class Fragment implements Sql {
  readonly strings: readonly string[]
  readonly parts: readonly unknown[]
  readonly name?: string
  #built: { text: string; values: unknown[] } | undefined

  constructor(strings: readonly string[], parts: readonly unknown[], name?: string) {
    this.strings = strings
    this.parts = parts
    if (name !== undefined) this.name = name
  }

  get text(): string {
    return this.#build().text
  }

  get values(): readonly unknown[] {
    return this.#build().values
  }

  #build() {
    if (!this.#built) {
      const values: unknown[] = []
      this.#built = { text: write(this, values), values }
    }
    return this.#built
  }
}

/** Writes a fragment's text, numbering its values after those already there. */
function write(fragment: Fragment, values: unknown[]): string {
  let text = fragment.strings[0]!
  for (let i = 0; i < fragment.parts.length; i++) {
    const part = fragment.parts[i]
    text += part instanceof Fragment ? write(part, values) : `$${values.push(part)}`
    text += fragment.strings[i + 1]!
  }
  return text
}

function tag(strings: TemplateStringsArray, ...parts: unknown[]): Sql {
  return new Fragment(strings, parts)
}

const plainUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const plainWord = /^[a-z][a-z0-9_]{0,62}$/
const plainInteger = /^-?\d{1,19}$/
const plainInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/

const empty: Sql = new Fragment([''], [])

/**
 * `` sql`select … where id = ${id} ${since ? sql`and at >= ${since}` : sql.empty}` ``
 * Other `sql` fragments nest; everything else becomes a value. Lists: `= any(${ids})`; many rows: `unnest(${ids}::uuid[])`.
 */
export const sql = Object.assign(tag, {
  /** Nothing: for the branch of a condition that adds no text. */
  empty,

  /** A name from a fixed list, quoted. A name not on the list is a bug or an attack and throws. */
  ident(name: string, allowed: readonly string[]): Sql {
    if (!allowed.includes(name)) throw new Error('sql.ident: this name is not on the list')
    return new Fragment([quoteIdent(name)], [])
  },

  /** Fragments with another between them: `` sql.join(conditions, sql` and `) ``. */
  join(fragments: readonly Sql[], between: Sql = new Fragment([', '], [])): Sql {
    const parts: Sql[] = []
    for (const fragment of fragments) {
      if (!(fragment instanceof Fragment)) throw new TypeError('sql.join: only sql fragments')
      if (parts.length > 0) parts.push(between)
      parts.push(fragment)
    }
    return parts.length === 0 ? empty : new Fragment(['', ...parts.map(() => '')], parts)
  },

  /** An integer (a 64-bit one as text), a uuid, an instant in UTC or a plain word written into the text itself: for COPY and tables in pieces, which take no values. Nothing else. */
  literal(value: number | string): Sql {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return new Fragment([String(value)], [])
    if (typeof value === 'string' && plainUuid.test(value)) return new Fragment([`'${value}'::uuid`], [])
    if (typeof value === 'string' && plainInstant.test(value))
      return new Fragment([`'${value}'::timestamptz`], [])
    if (typeof value === 'string' && plainInteger.test(value)) return new Fragment([`'${value}'::bigint`], [])
    if (typeof value === 'string' && plainWord.test(value)) return new Fragment([`'${value}'`], [])
    throw new Error('sql.literal: an integer, a uuid, an instant in UTC or a plain word')
  },

  /** A prepared statement: for hot point reads. The text behind one name must always be the same. */
  named(name: string) {
    if (!/^[a-z][a-z0-9_.-]{0,62}$/.test(name)) throw new Error('sql.named: a short lower-case name')
    return (strings: TemplateStringsArray, ...parts: unknown[]): Sql => new Fragment(strings, parts, name)
  },
})

/** For this room's own catalogue work; never given to others. */
export const quoteIdent = (name: string): string => `"${name.replaceAll('"', '""')}"`
/** Text of ours as a statement. This room only: everywhere else text is written in the template. */
export const trustedText = (text: string): Sql => new Fragment([text], [])
