import type { Narrative } from 'fhir/r4'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const unescapes: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
const open = '<div xmlns="http://www.w3.org/1999/xhtml">'

/** Plain text as the XHTML that FHIR wants (R4 narrative 2.8.0.1); line ends become `<br/>`. */
export function narrativeOf(text: string): Narrative {
  const body = text.replace(/[&<>"]/g, (c) => escapes[c]!).replace(/\r?\n/g, '<br/>')
  return { status: 'generated', div: `${open}${body}</div>` }
}

/** The text back out of `narrativeOf`; for foreign narratives, their text without the marks. */
export function narrativeText(narrative: Narrative | undefined): string {
  if (!narrative) return ''
  return narrative.div
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (entity) => unescapes[entity]!)
}
