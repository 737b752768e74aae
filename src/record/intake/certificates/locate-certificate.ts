import { openBase64 } from '../bhyt-xml/base64.ts'
import { decodeDocument } from '../bhyt-xml/encoding.ts'
import type { LocatedTable } from '../bhyt-xml/located.types.ts'
import { breakXml, innerPlace, type XmlPlace, xmlPlaces } from '../documents/xml-places.ts'
import { certificateForms } from './forms.ts'

/** Longest text handed to a screen, in UTF-16 units. */
const mostText = 1_000_000

/** The paper as text, opened from its base64, with the place of every field under the names of the table. */
export function locateCertificate(bytes: Uint8Array): LocatedTable[] {
  const sent = new TextDecoder('utf-8').decode(bytes)
  const opened = openedText(sent)
  const whole = breakXml(opened)
  const text = whole.slice(0, mostText)
  const paper = paperIn(xmlPlaces(text))
  const form = paper && certificateForms[paper.name.toUpperCase()]
  const fields = (paper?.children ?? []).map((child) => {
    const name = child.name.toUpperCase()
    return { row: 1, field: form?.renames[name] ?? name, ...innerPlace(child, text) }
  })
  const rows = paper ? [{ row: 1, start: paper.start, end: paper.end }] : []
  return [{ table: form?.table ?? '?', text, truncated: text.length < whole.length, fields, rows }]
}

function openedText(sent: string): string {
  const content = /<NOIDUNGFILE>([^<]*)<\/NOIDUNGFILE>/i.exec(sent)?.[1]?.trim()
  const bytes = content ? openBase64(content)?.bytes : undefined
  return (bytes && decodeDocument(bytes, 'utf-8')?.text) || sent
}

function paperIn(place: XmlPlace): XmlPlace | null {
  for (const child of place.children) {
    if (certificateForms[child.name.toUpperCase()]) return child
    const found = paperIn(child)
    if (found) return found
  }
  return null
}
