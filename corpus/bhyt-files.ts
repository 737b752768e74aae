import { Buffer } from 'node:buffer'
import { aVisit, fileHoso, giamDinh, hoso, styles, tableXml } from '../src/record/intake/bhyt-xml/testing.ts'
import { between } from './bhyt-values.ts'
import { type Malformed, text } from './corpus.types.ts'

const base64 = (content: string | Uint8Array) => Buffer.from(content as string).toString('base64')
const xml1 = (changes = {}) => tableXml('XML1', [aVisit(changes)], styles[0]!)
const sound = giamDinh([1, 2, 3].map((n) => hoso({ XML1: [aVisit({ MA_LK: `LK${n}` })] })))

const file = (
  name: string,
  content: string | Uint8Array,
  says: string | readonly string[],
  keeps = 0,
): Malformed => ({
  id: `bhyt-xml/file/${name}`,
  file: typeof content === 'string' ? text(content) : content,
  says: typeof says === 'string' ? [says] : says,
  keeps,
})
const record = (name: string, content: string, says: string, keeps = 2): Malformed => ({
  id: `bhyt-xml/record/${name}`,
  file: between(content),
  says: [says],
  keeps,
})
const hosoOf = (...files: string[]) => `<HOSO>${files.join('')}</HOSO>`
const inRecord = (xml: string) => hosoOf(fileHoso('XML1', base64(xml)))

/** A file that is broken as a whole. */
export function bhytFiles(): Malformed[] {
  const third = sound.lastIndexOf('<HOSO>')
  const bytes = text(sound)
  const cut = (at: number) => bytes.subarray(0, at)
  const thirdAt = Buffer.byteLength(sound.slice(0, third))
  return [
    file('empty', '', 'BHYT_FILE_EMPTY'),
    file('white-space', ' \r\n\t\n ', 'BHYT_FILE_EMPTY'),
    file('mark-only', Buffer.from('\uFEFF'), 'BHYT_FILE_EMPTY'),
    file('letter', 'Kính gửi anh chị, em gửi lại file ạ.', 'BHYT_FILE_NOT_XML'),
    file('picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'BHYT_FILE_NOT_XML'),
    file('pdf', '%PDF-1.7\n%âãÏÓ\n1 0 obj', 'BHYT_FILE_NOT_XML'),
    file('old-word', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'BHYT_FILE_NOT_XML'),
    file('zeros', Buffer.alloc(5_000), 'BHYT_FILE_NOT_XML'),
    file('spaces-without-end', Buffer.alloc(300_000, 0x20), 'BHYT_HEAD_TOO_LARGE'),
    file('web-page', '<html><body>502 Bad Gateway</body></html>', 'BHYT_ROOT_UNKNOWN'),
    file('soap-fault', '<Envelope><Body><Fault/></Body></Envelope>', 'BHYT_ROOT_UNKNOWN'),
    file('doctype', sound.replace('<GIAMDINHHS>', '<!DOCTYPE GIAMDINHHS><GIAMDINHHS>'), 'BHYT_DOCTYPE'),
    file(
      'entities',
      sound.replace('<GIAMDINHHS>', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><GIAMDINHHS>'),
      'BHYT_DOCTYPE',
    ),
    file(
      'external-entity',
      sound.replace('<GIAMDINHHS>', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><GIAMDINHHS>'),
      'BHYT_DOCTYPE',
    ),
    file('no-record', giamDinh([]), 'BHYT_NO_RECORDS'),
    file('head-without-end', `<GIAMDINHHS>${'<A>x</A>'.repeat(50_000)}`, 'BHYT_HEAD_TOO_LARGE'),
    file('tag-without-end', `<GIAMDINHHS a="${'x'.repeat(70_000)}"></GIAMDINHHS>`, 'BHYT_TAG_TOO_LONG'),
    file('too-deep', `<GIAMDINHHS>${'<A>'.repeat(80)}`, 'BHYT_TOO_DEEP'),
    file('count-differs', sound.replace('<SOLUONGHOSO>3', '<SOLUONGHOSO>7'), 'BHYT_COUNT_MISMATCH', 3),
    file('count-in-words', sound.replace('<SOLUONGHOSO>3', '<SOLUONGHOSO>ba'), 'BHYT_COUNT_FORMAT', 3),
    file('day-in-words', sound.replace('<NGAYLAP>20260815', '<NGAYLAP>hôm nay'), 'BHYT_CREATED_ON_FORMAT', 3),
    file('text-behind', `${sound}và hết.`, 'BHYT_TRAILING_CONTENT', 3),
    file('no-facility', sound.replace('<MACSKCB>99901</MACSKCB>', ''), 'BHYT_FACILITY_MISSING', 3),
    file('cut-inside-third', cut(thirdAt + 60), 'BHYT_TRUNCATED', 2),
    file('cut-before-third', cut(thirdAt), 'BHYT_TRUNCATED', 2),
    file('cut-in-end-tag', cut(bytes.length - 8), 'BHYT_TRUNCATED', 3),
    file(
      'cut-inside-first',
      cut(Buffer.byteLength(sound.slice(0, sound.indexOf('<HOSO>'))) + 40),
      'BHYT_TRUNCATED',
    ),
    file(
      'same-visit-twice',
      giamDinh([1, 1, 2].map((n) => hoso({ XML1: [aVisit({ MA_LK: `LK${n}` })] }))),
      'BHYT_DUPLICATE_IN_FILE',
      2,
    ),
  ]
}

/** A record that is broken between two sound ones. */
export function bhytRecords(): Malformed[] {
  const good = base64(xml1())
  const tcvn3 = Buffer.concat([
    Buffer.from(xml1().split('NGUYỄN')[0]!),
    Buffer.from([0xd4, 0x20]),
    Buffer.from(xml1().split('NGUYỄN')[1]!),
  ])
  return [
    record('empty', '<HOSO></HOSO>', 'BHYT_NO_XML1'),
    record('self-closed', '<HOSO/>', 'BHYT_NO_XML1'),
    record('content-empty', hosoOf(fileHoso('XML1', '')), 'BHYT_NO_XML1'),
    record(
      'only-medicines',
      hosoOf(
        fileHoso('XML2', base64('<CHITIEU_CHITIET_THUOC><DSACH_CHI_TIET_THUOC/></CHITIEU_CHITIET_THUOC>')),
      ),
      'BHYT_NO_XML1',
    ),
    record('two-summaries', hosoOf(fileHoso('XML1', good), fileHoso('XML1', good)), 'BHYT_XML1_TWICE'),
    record('base64-rubbish', hosoOf(fileHoso('XML1', '@@@@####')), 'BHYT_BASE64'),
    record('base64-cut', hosoOf(fileHoso('XML1', good.slice(0, 201))), 'BHYT_BASE64'),
    record('base64-of-zeros', hosoOf(fileHoso('XML1', base64(Buffer.alloc(200)))), 'BHYT_XML_BROKEN'),
    record(
      'base64-of-zip',
      hosoOf(fileHoso('XML1', base64(Buffer.from('504b030414000000080000000000', 'hex')))),
      'BHYT_XML_BROKEN',
    ),
    record('base64-twice', hosoOf(fileHoso('XML1', base64(good))), 'BHYT_XML_BROKEN'),
    record('not-utf-8', hosoOf(fileHoso('XML1', base64(tcvn3))), 'BHYT_ENCODING_INVALID'),
    record('doctype-inside', inRecord(`<!DOCTYPE TONG_HOP>${xml1()}`), 'BHYT_DOCTYPE'),
    record('entity-inside', inRecord(`<!DOCTYPE a [<!ENTITY x "y">]>${xml1()}`), 'BHYT_DOCTYPE'),
    record(
      'unknown-table',
      hosoOf(fileHoso('XML99', base64('<BANG_LA><A>1</A></BANG_LA>'))),
      'BHYT_TABLE_UNKNOWN',
    ),
    record(
      'death-notice-inside',
      hosoOf(fileHoso('XML1', good), fileHoso('GBT', base64('<GIAYBAOTU><MA_GBT>1</MA_GBT></GIAYBAOTU>'))),
      'BHYT_TABLE_MISPLACED',
    ),
    record('tag-not-closed', inRecord(xml1().replace('</HO_TEN>', '')), 'BHYT_XML_BROKEN'),
    record('tags-crossed', inRecord(xml1().replace('</HO_TEN>', '</GIOI_TINH>')), 'BHYT_XML_BROKEN'),
    record('cut-inside', inRecord(xml1().slice(0, -30)), 'BHYT_XML_BROKEN'),
    record('attribute-broken', inRecord(xml1().replace('<HO_TEN>', '<HO_TEN a="1>')), 'BHYT_XML_BROKEN'),
    record('comment-open', inRecord(xml1().replace('<HO_TEN>', '<!-- <HO_TEN>')), 'BHYT_QUIRK_UNESCAPED', 3),
    record(
      'cdata-open',
      inRecord(xml1().replace('<HO_TEN>', '<HO_TEN><![CDATA[')),
      'BHYT_QUIRK_UNESCAPED',
      3,
    ),
    record(
      'instruction-open',
      inRecord(xml1().replace('<HO_TEN>', '<?php <HO_TEN>')),
      'BHYT_QUIRK_UNESCAPED',
      3,
    ),
    record('too-deep-inside', inRecord(`<A>${'<B>'.repeat(100)}${'</B>'.repeat(100)}</A>`), 'BHYT_TOO_DEEP'),
    record(
      'too-many-elements',
      inRecord(`<TONG_HOP>${'<A/>'.repeat(400_000)}</TONG_HOP>`),
      'BHYT_TOO_MANY_ELEMENTS',
    ),
    record(
      'too-large',
      `<HOSO>${'<FILEHOSO><LOAIHOSO>XML2</LOAIHOSO></FILEHOSO>'.repeat(190_000)}</HOSO>`,
      'BHYT_RECORD_TOO_LARGE',
    ),
  ]
}
