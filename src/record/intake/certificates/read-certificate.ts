import { createHash } from 'node:crypto'
import { decodeUtf8 } from '#foundation/json'
import { type FacilityMessage, type Norm, normOf } from '#vocabulary/bhyt'
import { openBase64 } from '../bhyt-xml/base64.ts'
import { decodeDocument } from '../bhyt-xml/encoding.ts'
import { parseXml, textOf, type XmlNode } from '../bhyt-xml/xml-tree.ts'
import type { ReadRecord, RecordContext } from '../format.types.ts'
import { type CertificateForm, certificateForms } from './forms.ts'
import { CertificateProblems } from './problem-sentences.ts'

type Read = ReadRecord<FacilityMessage>

/** One paper, as the table of the insurance file that says the same. Never throws on what a sender can write. */
export function readCertificate(bytes: Uint8Array, context: RecordContext): Read {
  const problems = new CertificateProblems()
  const paper = openPaper(bytes, problems)
  const form = paper && certificateForms[nameOf(paper)]
  if (paper && !form) problems.add('CERT_KIND_UNSUPPORTED')
  if (!paper || !form) return unread(problems, context)
  const values = valuesOf(paper, form, problems)
  for (const field of form.required)
    if (!values[field]) problems.add('CERT_FIELD_MISSING', { table: form.table, row: 1, field })
  const facilityCode = facilityOf(values, context, problems)
  const visitLinkId = keyOf(values, form, problems)
  const norm = normOfPaper(values.NGAY_CT)
  const message: FacilityMessage | null =
    problems.hasErrors || facilityCode === null
      ? null
      : { kind: 'visit', norm, facilityCode, visitLinkId, tables: { [form.table]: [{ row: 1, values }] } }
  return { message, visitLinkId, facilityCode, norm, problems: problems.list() }
}

const unread = (problems: CertificateProblems, context: RecordContext): Read => ({
  message: null,
  visitLinkId: null,
  facilityCode: context.facilityCode,
  norm: null,
  problems: problems.list(),
})

const nameOf = (node: XmlNode): string => node.name.replace(/^.*:/, '').toUpperCase()

/** The paper itself: in the clear, or in the base64 of a FILEHOSO. */
function openPaper(bytes: Uint8Array, problems: CertificateProblems): XmlNode | null {
  const decoded = decodeUtf8(bytes)
  if (!decoded.ok) {
    problems.add('CERT_ENCODING')
    return null
  }
  const root = parsed(decoded.value, problems)
  if (!root || nameOf(root) !== 'FILEHOSO') return root
  const content = root.children?.find((child) => nameOf(child) === 'NOIDUNGFILE')
  const inline = content?.children?.[0]
  if (inline) return inline
  const opened = openBase64((content?.text ?? '').trim())
  const document = opened && opened.bytes.length > 0 ? decodeDocument(opened.bytes, 'utf-8') : null
  if (document) return parsed(document.text.replace(/^\uFEFF/, ''), problems)
  problems.add('CERT_BASE64_BROKEN')
  return null
}

function parsed(text: string, problems: CertificateProblems): XmlNode | null {
  const result = parseXml(text)
  if (result.ok) return result.root
  problems.add(result.code === 'BHYT_DOCTYPE' ? 'CERT_DOCTYPE' : 'CERT_XML_BROKEN')
  return null
}

/** Every field with a value under the name of the table; the signature is evidence and stays in the file. */
function valuesOf(
  paper: XmlNode,
  form: CertificateForm,
  problems: CertificateProblems,
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const child of paper.children ?? []) {
    const sent = nameOf(child)
    if (!/^[A-Z_][A-Z0-9_]{0,63}$/.test(sent) || sent === 'SIGNATURE' || sent.startsWith('CHUKY')) continue
    const field = form.renames[sent] ?? sent
    const value = textOf(child).trim().normalize('NFC')
    if (value === '') continue
    if (values[field] === undefined) values[field] = value
    else if (values[field] !== value) problems.add('CERT_FIELD_TWICE', { table: form.table, row: 1, field })
  }
  return values
}

function facilityOf(
  values: Readonly<Record<string, string>>,
  context: RecordContext,
  problems: CertificateProblems,
): string | null {
  const said = values.MACSKCB ?? values.MA_CSKCB
  const own = said !== undefined && /^[0-9A-Za-z]{5}$/.test(said) ? said : null
  if (context.facilityCode === null) {
    if (own === null) problems.add('CERT_FACILITY_MISSING')
    return own
  }
  if (own !== null && own.toUpperCase() !== context.facilityCode.toUpperCase())
    problems.add('CERT_FACILITY_MISMATCH', { field: 'MACSKCB' })
  return context.facilityCode
}

/** Its number; without one its content, so that the same paper sent twice is one paper. */
function keyOf(
  values: Readonly<Record<string, string>>,
  { key, prefix, renames }: CertificateForm,
  problems: CertificateProblems,
): string {
  for (const field of key) {
    const number = values[renames[field] ?? field]
    if (number) return `${prefix}:${number.slice(0, 100)}`
  }
  problems.add('CERT_NUMBER_MISSING')
  const content = Object.keys(values)
    .sort()
    .map((name) => `${name}=${values[name]}`)
  return `${prefix}:sha256:${createHash('sha256').update(content.join('\n')).digest('hex').slice(0, 40)}`
}

/** These papers exist only in the vocabulary of QĐ 130 and later. */
function normOfPaper(day: string | undefined): Norm {
  const norm = normOf(day)
  return norm === '4210' ? '4750' : norm
}
