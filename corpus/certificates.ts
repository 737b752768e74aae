import { Buffer } from 'node:buffer'
import { type Malformed, text } from './corpus.types.ts'

type Values = Readonly<Record<string, string>>

const person = {
  MA_BHXH: '7999000001',
  MA_THE: 'GD4797999000001',
  HO_TEN: 'NGUYỄN THỊ THỬ',
  NGAY_SINH: '19900315',
  GIOI_TINH: '2',
  SO_CCCD: '079190999001',
  MACSKCB: '99901',
}

/** A sound paper of each kind (bhyt-xml.md §7). */
export const soundPapers: Readonly<Record<string, Values>> = {
  CT03: {
    SO_LUU_TRU: 'LT-1',
    MA_YTE: '99901.26.000123',
    MA_KHOA: 'K03',
    ...person,
    NGAY_VAO: '202608150830',
    NGAY_RA: '202608181000',
    CHAN_DOAN: 'Viêm ruột thừa cấp',
    NGAY_CHUNG_TU: '20260818',
  },
  CT04: { MA_CT: 'T4', ...person, QT_BENHLY: 'Đau bụng, sốt nhẹ', NGAY_CHUNG_TU: '20260818' },
  CT06: { SO_SERI: 'S6', ...person, CHAN_DOAN: 'Dọa sảy thai', NGAY_CHUNG_TU: '20260818' },
  CT07: {
    MA_CT: 'T7',
    ...person,
    CHANDOAN_DIEUTRI: 'Viêm phế quản cấp',
    TU_NGAY: '20260818',
    DEN_NGAY: '20260820',
    NGAY_CHUNG_TU: '20260818',
  },
  GIAYCHUNGSINH: {
    MA_GCS: '00001.GCS.99901.26',
    HOTEN_NND: 'PHẠM THỊ MẪU',
    TEN_CON: 'TRẦN BÉ MẪU',
    MACSKCB: '99901',
  },
}

const paper = (kind: string, values: Values) =>
  `<${kind}>${Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</${kind}>`
/** One of the sound papers as its XML. */
export const soundPaper = (kind: string): string => paper(kind, soundPapers[kind]!)
const base64 = (content: string | Uint8Array) => Buffer.from(content as string).toString('base64')
const file = (kind: string, content: string) =>
  `<FILEHOSO><LOAIHOSO>${kind}</LOAIHOSO><NOIDUNGFILE>${content}</NOIDUNGFILE></FILEHOSO>`
const envelope = (...files: readonly string[]) =>
  `<?xml version="1.0" encoding="utf-8"?><HSCHUNGTU><THONGTINDONVI><MACSKCB>99901</MACSKCB></THONGTINDONVI><THONGTINHOSO><DANHSACHHOSO><HOSO>${files.join('')}</HOSO></DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></HSCHUNGTU>`

const first = file('CT07', base64(paper('CT07', { ...soundPapers.CT07, MA_CT: 'TRUOC' })))
const last = file('CT07', base64(paper('CT07', { ...soundPapers.CT07, MA_CT: 'SAU' })))
/** A paper between two sound ones. */
export const betweenPapers = (files: string): string => envelope(first, files, last)

const item = (id: string, content: string | Uint8Array, says: string, keeps = 2): Malformed => ({
  id: `certificate/${id}`,
  file: typeof content === 'string' ? text(content) : content,
  says: [says],
  keeps,
})

/** Papers of the certificate gateway: each kind broken in its own envelope, then the file as a whole. */
export function certificates(): Malformed[] {
  return [...Object.keys(soundPapers).flatMap(ofKind), ...wholeFiles()]
}

function ofKind(kind: string): Malformed[] {
  const values = soundPapers[kind]!
  const name = kind === 'GIAYCHUNGSINH' ? 'HOTEN_NND' : 'HO_TEN'
  const sound = soundPaper(kind)
  const inside = (content: string | Uint8Array) => betweenPapers(file(kind, base64(content)))
  const without = (...fields: readonly string[]) =>
    paper(kind, Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field))))
  const of = (id: string, content: string | Uint8Array, says: string, keeps?: number) =>
    item(`${kind}/${id}`, content, says, keeps)
  return [
    of('nobody', inside(without(name)), 'CERT_FIELD_MISSING'),
    of('nobody-but-spaces', inside(paper(kind, { ...values, [name]: ' \n ' })), 'CERT_FIELD_MISSING'),
    of(
      'no-number',
      inside(without('MA_YTE', 'SO_LUU_TRU', 'MA_CT', 'SO_SERI', 'MA_GCS')),
      'CERT_NUMBER_MISSING',
      3,
    ),
    of('other-facility', inside(paper(kind, { ...values, MACSKCB: '99909' })), 'CERT_FACILITY_MISMATCH'),
    of(
      'name-twice',
      inside(sound.replace(`</${kind}>`, `<${name}>AI ĐÓ</${name}></${kind}>`)),
      'CERT_FIELD_TWICE',
      3,
    ),
    of('tag-not-closed', inside(sound.replace(`</${name}>`, '')), 'CERT_XML_BROKEN'),
    of('tags-crossed', inside(sound.replace(`</${name}>`, `</${name}N>`)), 'CERT_XML_BROKEN'),
    of('cut-inside', inside(sound.slice(0, -12)), 'CERT_XML_BROKEN'),
    of('empty-paper', inside(`<${kind}/>`), 'CERT_FIELD_MISSING'),
    of('doctype-inside', inside(`<!DOCTYPE a [<!ENTITY b "c">]>${sound}`), 'CERT_DOCTYPE'),
    of('base64-rubbish', betweenPapers(file(kind, '@@@@####')), 'CERT_BASE64_BROKEN'),
    of('base64-empty', betweenPapers(file(kind, '')), 'CERT_BASE64_BROKEN'),
    of('base64-cut', betweenPapers(file(kind, base64(sound).slice(0, 41))), 'CERT_BASE64_BROKEN'),
    of('base64-twice', inside(base64(sound)), 'CERT_XML_BROKEN'),
    of('base64-of-zeros', inside(Buffer.alloc(200)), 'CERT_XML_BROKEN'),
    of('too-deep', inside(`<${kind}>${'<B>'.repeat(200)}${'</B>'.repeat(200)}</${kind}>`), 'CERT_XML_BROKEN'),
  ]
}

function wholeFiles(): Malformed[] {
  const sound = betweenPapers(file('CT03', base64(soundPaper('CT03'))))
  const bytes = text(sound)
  const third = sound.lastIndexOf('<FILEHOSO>')
  const noFacility = paper('CT07', { MA_CT: 'K', HO_TEN: 'LÊ VĂN MẪU' })
  return [
    item('file/doctype', sound.replace('<HSCHUNGTU>', '<!DOCTYPE HSCHUNGTU><HSCHUNGTU>'), 'CERT_DOCTYPE', 0),
    item(
      'file/cut-inside-third',
      bytes.subarray(0, Buffer.byteLength(sound.slice(0, third)) + 60),
      'CERT_TRUNCATED',
    ),
    item('file/cut-in-end-tag', bytes.subarray(0, bytes.length - 6), 'CERT_TRUNCATED', 3),
    item('file/cut-before-third', sound.slice(0, third), 'CERT_TRUNCATED', 2),
    item('file/no-paper', envelope(), 'CERT_NO_RECORDS', 0),
    item(
      'file/kind-not-taken',
      betweenPapers(file('GIAYSUCKHOEME', base64('<CTGiaySucKhoeMe><HO_TEN>X</HO_TEN></CTGiaySucKhoeMe>'))),
      'CERT_KIND_UNSUPPORTED',
    ),
    {
      ...item(
        'file/nobody-s',
        envelope(file('CT07', base64(noFacility))).replace(/<THONGTINDONVI>.*<\/THONGTINDONVI>/, ''),
        'CERT_FACILITY_MISSING',
        0,
      ),
      facility: null,
    },
    item(
      'file/birth-in-the-clear-cut',
      `<HSDLGCS>${soundPaper('GIAYCHUNGSINH').slice(0, -20)}`,
      'CERT_TRUNCATED',
      0,
    ),
    item(
      'file/birth-in-the-clear-crossed',
      `<HSDLGCS>${soundPaper('GIAYCHUNGSINH').replace('</TEN_CON>', '</TENCON>')}</HSDLGCS>`,
      'CERT_XML_BROKEN',
      0,
    ),
  ]
}
