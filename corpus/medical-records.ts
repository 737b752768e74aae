import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { type Malformed, text } from './corpus.types.ts'

type Json = Record<string, unknown>
type Groups = Record<string, Json>

const fixture = (name: string) => readFileSync(join(projectRoot(), 'fixtures/ho-so-benh-an', name), 'utf8')
const seed = fixture('01-inpatient.json')
const groups = (number: string, change: (groups: Groups) => void = () => {}): Groups => {
  const made = (JSON.parse(seed) as { HoSoBenhAn: Groups }).HoSoBenhAn
  for (const group of Object.values(made)) renumber(group, number)
  change(made)
  return made
}

/** The number of the stay stands in every group. */
function renumber(value: unknown, number: string): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'sovaovien') (value as Json)[name] = number
    else renumber(inner, number)
  }
}

const json = (made: Groups) => JSON.stringify({ HoSoBenhAn: made })
const between = (victim: string) => text(`[${json(groups('V1'))},${victim},${json(groups('V3'))}]`)
const raw = (what: string, victim: string, says: string, keeps = 2): Malformed => ({
  id: `ho-so-benh-an/${what}`,
  file: between(victim),
  says: [says],
  keeps,
})
const item = (what: string, change: (groups: Groups) => void, says: string, keeps = 2) =>
  raw(what, json(groups('V2', change)), says, keeps)
const file = (what: string, content: string | Uint8Array, says: string, keeps = 0): Malformed => ({
  id: `ho-so-benh-an/file/${what}`,
  file: typeof content === 'string' ? text(content) : content,
  says: [says],
  keeps,
})

const patient = (g: Groups) => g.ThongTinBenhNhan!
const xml = fixture('02-inpatient.xml')
const two = fixture('03-two-outpatients-other-vendor.xml')

/** HoSoBenhAn: JSON records in a list between two sound ones, XML files as a whole. */
export function medicalRecords(): Malformed[] {
  return [
    item('no-patient', (g) => void delete g.ThongTinBenhNhan, 'HSBA_NO_PATIENT'),
    item(
      'two-patients',
      (g) => void Object.assign(g, { ThongTinBenhNhan: [patient(g), patient(g)] }),
      'HSBA_PATIENT_TWICE',
    ),
    item('no-patient-number', (g) => void delete patient(g).mabenhnhan, 'HSBA_PATIENT_NUMBER_MISSING'),
    item(
      'patient-number-empty',
      (g) => void Object.assign(patient(g), { mabenhnhan: '  ' }),
      'HSBA_PATIENT_NUMBER_MISSING',
    ),
    item(
      'patient-number-null',
      (g) => void Object.assign(patient(g), { mabenhnhan: null }),
      'HSBA_PATIENT_NUMBER_MISSING',
    ),
    item(
      'no-key',
      (g) => void Object.assign(patient(g), { sovaovien: '', soba: '', soluutru: '' }),
      'HSBA_KEY_MISSING',
    ),
    item(
      'group-of-another-stay',
      (g) => void Object.assign(g.ThongTinVaoVien!, { sovaovien: 'V9' }),
      'HSBA_VISIT_DIFFERS',
    ),
    item(
      'another-facility',
      (g) => void Object.assign(patient(g), { macskcb: '99902' }),
      'HSBA_FACILITY_MISMATCH',
    ),
    item('no-name', (g) => void delete patient(g).hoten, 'HSBA_NAME_MISSING', 3),
    item(
      'citizen-number',
      (g) => void Object.assign(patient(g), { cccd_so: '79190' }),
      'HSBA_CITIZEN_NUMBER',
      3,
    ),
    item('birth-in-words', (g) => void Object.assign(patient(g), { ngaysinh: 'năm Thìn' }), 'HSBA_TIME', 3),
    item(
      'birth-impossible',
      (g) => void Object.assign(patient(g), { ngaysinh: '31/02/1990' }),
      'HSBA_TIME',
      3,
    ),
    item(
      'admitted-in-words',
      (g) => void Object.assign(patient(g), { thoigianvaovien: 'sáng nay' }),
      'HSBA_TIME',
      3,
    ),
    item(
      'diagnosis-in-words',
      (g) => void Object.assign(g.ThongTinVaoVien!, { khambenh_chandoanvaovienmaicd: 'đau bụng' }),
      'HSBA_ICD10',
      3,
    ),
    item(
      'pulse-in-words',
      (g) => void Object.assign(g.ThongTinVaoVien!, { mach: 'nhanh' }),
      'HSBA_NUMBER',
      3,
    ),
    item('group-unknown', (g) => void Object.assign(g, { NhomLa: { a: '1' } }), 'HSBA_GROUP_UNKNOWN', 3),
    item('field-unknown', (g) => void Object.assign(patient(g), { truongla: 'x' }), 'HSBA_FIELD_UNKNOWN', 3),
    item(
      'field-spelt-otherwise',
      (g) => void Object.assign(patient(g), { hoten: undefined, HO_TEN: 'LÊ THỬ' }),
      'HSBA_FIELD_SPELLING',
      3,
    ),
    item(
      'field-name-of-signs',
      (g) => void Object.assign(patient(g), { '<script>': 'x' }),
      'HSBA_FIELD_NAME',
      3,
    ),
    item(
      'control-character',
      (g) => void Object.assign(patient(g), { diachi: 'Số 1\u0001 đường' }),
      'HSBA_CONTROL_CHARACTER',
      3,
    ),
    raw('no-groups', '{"HoSoBenhAn":{}}', 'HSBA_NO_GROUPS'),
    raw('other-groups', '{"HoSoBenhAn":{"a":{"b":"c"}}}', 'HSBA_NO_GROUPS'),
    raw('groups-as-text', '{"HoSoBenhAn":"x"}', 'HSBA_NO_GROUPS'),
    raw('many-records', JSON.stringify({ HoSoBenhAn: [groups('V2'), groups('V4')] }), 'HSBA_MANY_RECORDS'),
    raw('comma-too-many', json(groups('V2')).replace('{', '{,'), 'HSBA_BROKEN'),
    raw('not-quoted', json(groups('V2')).replace('"hoten"', 'hoten'), 'HSBA_BROKEN'),
    raw('comment', json(groups('V2')).replace('{', '{/* x */'), 'HSBA_BROKEN'),
    raw('line-break-in-text', json(groups('V2')).replace('"NGUYỄN', '"NGUYỄN\n'), 'HSBA_BROKEN'),
    raw('number-endless', json(groups('V2')).replace('"36"', '1e999'), 'HSBA_BROKEN'),
    raw(
      'too-deep',
      `{"HoSoBenhAn":{"ThongTinBenhNhan":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}}`,
      'HSBA_TOO_DEEP',
    ),
    file('cut', xml.slice(0, -40), 'HSBA_TRUNCATED'),
    file('cut-second', two.slice(0, -60), 'HSBA_TRUNCATED', 1),
    file('cut-json', json(groups('V1')).slice(0, -40), 'HSBA_TRUNCATED'),
    file('text-behind', `${json(groups('V1'))} và hết`, 'HSBA_TRAILING', 1),
    file(
      'doctype',
      xml.replace('<HoSoBenhAn>', '<!DOCTYPE HoSoBenhAn [<!ENTITY a "b">]><HoSoBenhAn>'),
      'HSBA_DOCTYPE',
    ),
    file('tag-not-closed', two.replace('</MaBenhNhan>', ''), 'HSBA_BROKEN', 1),
    file('tags-crossed', two.replace('</MaBenhNhan>', '</HoTen>'), 'HSBA_BROKEN', 1),
    file('not-utf-8', Buffer.from(xml, 'latin1'), 'HSBA_ENCODING'),
  ]
}
