import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FacilityMessage } from '#vocabulary/bhyt'
import { codesOf, readAll } from '../documents/testing.ts'
import { certificateForms } from './forms.ts'
import { certificatesFormat } from './index.ts'

const paper = (root: string, values: Readonly<Record<string, string>>) =>
  `<${root}>${Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</${root}>`

const file = (kind: string, content: string) =>
  `<FILEHOSO><LOAIHOSO>${kind}</LOAIHOSO><NOIDUNGFILE>${Buffer.from(content).toString('base64')}</NOIDUNGFILE></FILEHOSO>`

const envelope = (...files: string[]) =>
  `<?xml version="1.0"?><HSCHUNGTU><THONGTINDONVI><MACSKCB>99901</MACSKCB></THONGTINDONVI><THONGTINHOSO Id="x"><DANHSACHHOSO><HOSO>${files.join('')}</HOSO></DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></HSCHUNGTU>`

const discharge = {
  SO_LUU_TRU: 'LT-1',
  MA_YTE: '99901.26.000123',
  MA_KHOA: 'K03',
  MA_BHXH: '7999000001',
  MA_THE: 'GD4797999000001',
  HO_TEN: 'NGUYỄN THỊ THỬ',
  NGAY_SINH: '19900315',
  GIOI_TINH: '2',
  NGAY_VAO: '202608150830',
  NGAY_RA: '202608181000',
  CHAN_DOAN: 'Viêm ruột thừa cấp',
  NGAY_CHUNG_TU: '20260818',
  MA_CCHN_TRUONGKHOA: '000123/HCM-CCHN',
  TEN_TRUONGKHOA: 'Trần Văn Mẫu',
  SO_CCCD: '079190999001',
  BENHICD10_ID: 'K35.8',
}

const read = (text: string, facility: string | null = null) => {
  const { events, records } = readAll(certificatesFormat, text, facility)
  const head = events.find((event) => event.kind === 'head')
  return { head, records }
}

test('a discharge paper says in XML7 what it says in CT03, under its MA_YTE', () => {
  const { head, records } = read(envelope(file('CT03', paper('CT03', discharge))), '99901')
  assert.equal(head?.kind === 'head' && head.facilityCode, '99901', 'from THONGTINDONVI')
  const message = records[0]?.message as FacilityMessage
  assert.equal(message.kind, 'visit')
  assert.equal(message.visitLinkId, 'ct03:99901.26.000123')
  const values = message.tables.XML7?.[0]?.values
  assert.equal(values?.CHAN_DOAN_RV, 'Viêm ruột thừa cấp')
  assert.equal(values?.MA_BS, '000123/HCM-CCHN')
  assert.equal(values?.NGAY_CT, '20260818')
  assert.equal(values?.MA_THE_BHYT, 'GD4797999000001')
  assert.equal(Object.keys(values ?? {}).length, Object.keys(discharge).length, 'nothing lost')
})

test('several papers of a file are a record each; a kind not taken does not sink its neighbours', () => {
  const { records } = read(
    envelope(
      file(
        'CT07',
        paper('CT07', { MA_CT: 'A1', HO_TEN: 'LÊ VĂN MẪU', TU_NGAY: '20260801', DEN_NGAY: '20260803' }),
      ),
      file('GIAYSUCKHOEME', paper('CTGiaySucKhoeMe', { HO_TEN: 'X' })),
      file('CT06', paper('CT06', { SO_SERI: 'S2', HO_TEN: 'PHẠM THỊ MẪU' })),
    ),
    '99901',
  )
  assert.deepEqual(
    records.map((r) => (r.message ? r.visitLinkId : codesOf(r, 'error')[0])),
    ['ct07:A1', 'CERT_KIND_UNSUPPORTED', 'ct06:S2'],
  )
})

test('a birth certificate stands in the clear and names the mother and the child', () => {
  const birth = paper('GIAYCHUNGSINH', {
    MA_GCS: '00001.GCS.99901.26',
    HOTEN_NND: 'PHẠM THỊ MẪU',
    TEN_CON: 'TRẦN BÉ MẪU',
  })
  const { records } = read(
    `<HSDLGCS>${birth.replace('<GIAYCHUNGSINH>', '<GIAYCHUNGSINH Id="g1">')}</HSDLGCS>`,
    '99901',
  )
  const message = records[0]?.message as FacilityMessage
  assert.equal(message.visitLinkId, 'gcs:00001.GCS.99901.26')
  assert.equal(message.tables.XML9?.[0]?.values.HO_TEN_NND, 'PHẠM THỊ MẪU')
  assert.equal(message.tables.XML9?.[0]?.values.HO_TEN_CON, 'TRẦN BÉ MẪU')
})

test('without a number a paper is kept under its content, and the sender is told', () => {
  const text = envelope(file('CT04', paper('CT04', { HO_TEN: 'LÊ VĂN MẪU', QT_BENHLY: 'Ổn định' })))
  const [record] = read(text, '99901').records
  assert.match(record!.visitLinkId!, /^ct04:sha256:/)
  assert.deepEqual(codesOf(record), ['CERT_NUMBER_MISSING'])
})

test('refused with a reason: no name, another facility, no facility, broken base64, DOCTYPE inside', () => {
  const one = (content: string, facility: string | null = '99901') =>
    codesOf(read(envelope(content), facility).records[0], 'error')
  assert.deepEqual(one(file('CT03', paper('CT03', { MA_YTE: '1' }))), ['CERT_FIELD_MISSING'])
  const other = { ...discharge, MACSKCB: '99909' }
  assert.deepEqual(one(file('CT03', paper('CT03', other))), ['CERT_FACILITY_MISMATCH'])
  assert.deepEqual(one(file('CT03', paper('CT03', discharge)), null), ['CERT_FACILITY_MISSING'])
  assert.deepEqual(one('<FILEHOSO><NOIDUNGFILE>@@@@</NOIDUNGFILE></FILEHOSO>'), ['CERT_BASE64_BROKEN'])
  assert.deepEqual(one(file('CT03', `<!DOCTYPE a [<!ENTITY b "c">]><CT03><HO_TEN>&b;</HO_TEN></CT03>`)), [
    'CERT_DOCTYPE',
  ])
})

test('every field has its place in the opened paper', () => {
  const bytes = Buffer.from(file('CT03', paper('CT03', discharge)))
  const [table] = certificatesFormat.locate(bytes, {
    format: 'certificate',
    encoding: 'utf-8',
    facilityCode: null,
    number: 1,
  })
  const place = table!.fields.find((f) => f.field === 'CHAN_DOAN_RV')!
  assert.equal(table!.table, 'XML7')
  assert.equal(table!.text.slice(place.start, place.end), 'Viêm ruột thừa cấp')
})

test('whatever stands in a paper, every text is in the message and nothing throws', () => {
  const names = ['CT03', 'CT04', 'CT06', 'CT07', 'GIAYCHUNGSINH']
  const field = fc.stringMatching(/^[A-Z]{3,8}_[A-Z]{2,5}$/)
  const text = fc
    .stringMatching(/^[A-Za-zÀ-ỹ0-9 .,]{1,20}$/)
    .map((t) => t.normalize('NFC'))
    .filter((t) => t.trim() !== '')
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.dictionary(field, text, { maxKeys: 8 }), (name, values) => {
      const form = certificateForms[name]!
      const all = { ...values, [form.required[0]!]: 'LÊ VĂN MẪU' }
      const [record] = read(envelope(file(name, paper(name, all))), '99901').records
      const said = Object.values((record!.message as FacilityMessage).tables[form.table]![0]!.values)
      for (const value of Object.values(all)) assert.ok(said.includes(value.trim()))
    }),
  )
  fc.assert(
    fc.property(fc.string(), (noise) => {
      read(envelope(file('CT03', noise), noise))
    }),
  )
})
