/** What a narrative may hold (FHIR R4 section 2.4.0, txt-1 and txt-2): XHTML without scripts, forms or outside links. */
const tags = new Set(
  (
    'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ' +
    'li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var kbd address bdo'
  ).split(' '),
)
const attributes = new Set(
  (
    'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset ' +
    'cite class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel ' +
    'rev rowspan rules scope shape span src start style summary tabindex title type valign value vspace width xml:lang ' +
    'xmlns xml:space xml:id'
  ).split(' '),
)

const open = /<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const close = /<\/([A-Za-z][\w:.-]*)\s*>/y
const comment = /<!--(?:[^-]|-(?!-))*-->/y
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g
const maxDepth = 500

/** Well-formed, one `div` around it all, only what the specification allows, and something to read. Linear in the text. */
export function htmlChecks(text: string): boolean {
  const path: string[] = []
  let hasContent = false
  let isDone = false
  const start = text.search(/\S/)
  for (let at = Math.max(0, start); at < text.length; ) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at)
      const piece = text.slice(at, next < 0 ? text.length : next)
      const isBlank = piece.trim() === ''
      if (path.length === 0 && !isBlank) return false
      if (!isBlank) hasContent = true
      at += piece.length
      continue
    }
    comment.lastIndex = open.lastIndex = close.lastIndex = at
    const opened = open.exec(text)
    if (opened) {
      const [whole, tag, given, slash] = opened
      if (isDone || path.length >= maxDepth || !tags.has(tag!) || !areAllowed(given!)) return false
      if (path.length === 0 && tag !== 'div') return false
      if (tag === 'img') hasContent = true
      if (!slash) path.push(tag!)
      else if (path.length === 0) return false
      at += whole.length
      continue
    }
    const closed = close.exec(text)
    if (closed) {
      if (path.pop() !== closed[1]) return false
      isDone = path.length === 0
      at += closed[0].length
      continue
    }
    const note = comment.exec(text)
    if (!note) return false
    at += note[0].length
  }
  return isDone && hasContent
}

function areAllowed(given: string): boolean {
  for (const [, name, double, single] of given.matchAll(attribute)) {
    if (!attributes.has(name!)) return false
    const value = (double ?? single)!.trim().toLowerCase()
    if ((name === 'href' || name === 'src') && /^(?:javascript|vbscript|data:text)/.test(value)) return false
  }
  return true
}
