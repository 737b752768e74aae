import type { Narrative } from 'fhir/r4'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text inside XHTML; control characters, which XML cannot hold, become spaces. */
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
    .replace(/[&<>"]/g, (c) => escapes[c]!)

/** FHIR R4, narrative 2.8.0: generated from the entries and nothing else. */
const narrative = (inner: string): Narrative => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi">${inner}</div>`,
})

export const paragraph = (text: string): Narrative => narrative(`<p>${escaped(text)}</p>`)

export const bulletList = (lines: readonly string[]): Narrative =>
  narrative(`<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`)
