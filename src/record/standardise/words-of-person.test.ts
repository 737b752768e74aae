import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { type FacilityMessage, type TableId, tableOf } from '#vocabulary/bhyt'
import type { DemographicRecord } from '#vocabulary/demographics'
import { emptyWords } from '#vocabulary/demographics/answers'
import { readNumbers } from '#vocabulary/demographics/numbers'
import { readPlace } from '#vocabulary/demographics/places'
import { standardise } from './standardise.ts'
import { assertPlain, assertSaysNumbersOf, aVisit, fixtureFolder, readSample } from './testing.ts'

const personOf = (message: FacilityMessage & { saidAt?: string }) => {
  const draft = standardise(message)
  assert.ok(draft.ok)
  return draft.value.person
}
const wordsOf = (message: FacilityMessage & { saidAt?: string }): DemographicRecord => personOf(message).words

const only = (table: TableId, values: Record<string, string>, kind: FacilityMessage['kind'] = 'visit') => ({
  ...aVisit(),
  kind,
  tables: { [table]: [{ row: 1, values }] },
})

test('bảng 1 that says everything is told as it was written', () => {
  const words = wordsOf(
    aVisit(
      {},
      {
        HO_TEN: 'BN. NGUYỄN  THỊ THỬ (con)',
        SO_CCCD: '024999001 (CMND)',
        MA_THE_BHYT: 'GD4 79 7999000001; GD4797999000002',
        DIEN_THOAI: '+84 900 000 001',
        DIA_CHI: 'Số 1 đường Mẫu',
        MATINH_CU_TRU: '79',
        MAHUYEN_CU_TRU: '760',
        MAXA_CU_TRU: '26734',
      },
    ),
  )
  assert.deepEqual(words, {
    ...emptyWords,
    fullName: 'BN. NGUYỄN  THỊ THỬ (con)',
    birthDate: '199003150000',
    sex: 'female',
    citizenNumber: '024999001 (CMND)',
    insuranceNumber: 'GD4 79 7999000001; GD4797999000002',
    phone: '+84 900 000 001',
    address: {
      text: 'Số 1 đường Mẫu',
      provinceCode: '79',
      districtCode: '760',
      wardCode: '26734',
    },
    recordedOn: '2026-08-10',
  })
})

test('what has no valid form is dropped from the person and stays in the words, where the index reads what it can', () => {
  const { citizenId, insuranceNumbers, words } = personOf(
    aVisit({}, { SO_CCCD: '024999001', MA_THE_BHYT: 'GD9 79 7999000001', NGAY_SINH: 'khoảng 1950' }),
  )
  assert.deepEqual([citizenId, insuranceNumbers], [null, []])
  const read = readNumbers(words, null).map(({ system, value }) => [system, value])
  assert.deepEqual(read, [
    ['cmnd', '024999001'],
    ['bhxh', '7999000001'],
  ])
  assert.equal(words.birthDate, 'khoảng 1950')
})

test('bảng 1 that says next to nothing leaves words that are empty', () => {
  assert.deepEqual(wordsOf(only('XML1', { MA_BN: 'BN1' })), emptyWords)
})

test('the same code of a ward is another place before the reform of July 2025 and after it', () => {
  const reading = (NGAY_VAO: string) => {
    const words = wordsOf(aVisit({}, { NGAY_VAO, MATINH_CU_TRU: '79', MAXA_CU_TRU: '26740' }))
    return readPlace(words.address, words.recordedOn).reading
  }
  assert.deepEqual([reading('202506302359'), reading('202507010000')], ['before', 'after'])
})

test('without a day of the visit the day on which the message was written decides', () => {
  const unsaid = only('XML1', { MA_BN: 'BN1', NGAY_VAO: '2026' })
  assert.equal(wordsOf(unsaid).recordedOn, null)
  assert.equal(wordsOf({ ...unsaid, saidAt: '2026-08-10T23:30:00+07:00' }).recordedOn, '2026-08-10')
})

test('a check-in, a driver, one who died: each in the words of its own table', () => {
  const checkIn = only('XML0', { MA_BN: 'BN1', HO_TEN: 'LÊ A', NGAY_VAO: '202608100805' }, 'check-in')
  assert.deepEqual(wordsOf(checkIn), { ...emptyWords, fullName: 'LÊ A', recordedOn: '2026-08-10' })
  const check = {
    ...{ HOTEN: 'LÊ B', GIOITINHVAL: '0', NGAYSINH: '21/05/1990', SOCMND_PASSPORT: 'C9990001' },
    ...{ MATINH_THUONGTRU: '79', MAHUYEN_THUONGTRU: '79760', MAXA_THUONGTRU: '7976026734' },
    ...{ DIACHITHUONGTRU: 'Số 1', NGAYKETLUAN: '10/08/2026' },
  }
  assert.deepEqual(wordsOf(only('GKSKLX', check, 'driver-check')), {
    ...emptyWords,
    fullName: 'LÊ B',
    birthDate: '21/05/1990',
    sex: 'male',
    citizenNumber: 'C9990001',
    address: { text: 'Số 1', provinceCode: '79', districtCode: '760', wardCode: '26734' },
    recordedOn: '2026-08-10',
  })
  const notice = { HO_TEN: 'LÊ C', SO_GIAYTO: '024999001', MA_BHXH: '7999000001', NGAY_TV: '202608031530' }
  assert.deepEqual(wordsOf(only('GBT', notice, 'death-notice')), {
    ...emptyWords,
    fullName: 'LÊ C',
    citizenNumber: '024999001',
    insuranceNumber: '7999000001',
    recordedOn: '2026-08-03',
  })
})

const birth = {
  HO_TEN_NND: 'LÊ THỊ MẪU',
  SO_CCCD_NND: '079195999003',
  HO_TEN_CHA: 'PHẠM VĂN MẪU',
  NGAY_SINH_CON: '202608020918',
  MA_THE_TAM: 'TE1480000000001',
  SO_CON: '2',
  SO: '00001.GCS.99901.26',
}
const twin = {
  ...birth,
  NGAY_SINH_CON: '202608020921',
  MA_THE_TAM: 'TE1480000000002',
  SO: '00002.GCS.99901.26',
}

test('the birth certificate on the mother’s visit says nothing of her parents, nor is its number hers', () => {
  const mother = { HO_TEN: 'LÊ THỊ MẪU', SO_CCCD: '', NGAY_SINH: '199506210000' }
  const words = wordsOf(aVisit({ XML9: [birth, twin] }, mother))
  assert.deepEqual([words.mother, words.father, words.birthCertificateNumber], [null, null, null])
})

test('on the child’s visit it names the parents; the number is told only when it is certain whose of the twins it is', () => {
  const newborn = { HO_TEN: 'LÊ THỊ MẪU', SO_CCCD: '', NGAY_SINH: '202608020921', MA_THE_BHYT: '' }
  const told = (rows: Record<string, string>[], more = {}) => {
    const words = wordsOf(aVisit({ XML9: rows }, { ...newborn, ...more }))
    assert.deepEqual(words.mother, { fullName: 'LÊ THỊ MẪU', citizenNumber: '079195999003' })
    assert.deepEqual(words.father, { fullName: 'PHẠM VĂN MẪU', citizenNumber: null })
    assert.equal(words.birthOrder, null, 'SO_CON counts children: with it, twins would be one child')
    return words.birthCertificateNumber
  }
  assert.equal(told([twin]), '00002.GCS.99901.26')
  assert.equal(told([birth, twin]), null)
  assert.equal(told([birth, twin], { MA_THE_BHYT: 'TE1480000000002' }), '00002.GCS.99901.26')
})

test('a birth certificate alone is the mother’s: the father on it is her child’s', () => {
  const words = wordsOf(only('XML9', { ...birth, NGAYSINH_NND: '19950621', NGAY_CT: '20260807' }))
  assert.deepEqual(words, {
    ...emptyWords,
    fullName: 'LÊ THỊ MẪU',
    birthDate: '19950621',
    citizenNumber: '079195999003',
    recordedOn: '2026-08-07',
  })
})

test('parents on the papers of a child are the child’s, on those of a woman who gave birth they are not hers', () => {
  const papers = { XML7: [{ HO_TEN_CHA: 'PHẠM VĂN MẪU' }], XML11: [{ HO_TEN_ME: 'LÊ THỊ MẪU' }] }
  const child = wordsOf(aVisit(papers, { NGAY_SINH: '202005210000' }))
  assert.deepEqual([child.mother, child.father], [null, { fullName: 'PHẠM VĂN MẪU', citizenNumber: null }])
  assert.equal(wordsOf(aVisit(papers)).father, null)
  const alone = { HO_TEN: 'BÉ MẪU', NGAY_SINH: '21/05/2020', HO_TEN_ME: 'LÊ THỊ MẪU', NGAY_CT: '20260810' }
  assert.equal(wordsOf(only('XML7', alone)).mother?.fullName, 'LÊ THỊ MẪU')
  assert.equal(wordsOf(only('XML7', { ...alone, NGAY_SINH: '21/05/1990' })).mother, null)
})

test('every sample: the words hold each number that was found valid', () => {
  const folder = fixtureFolder()
  assert.ok(folder, 'fixtures/bhyt is missing')
  const names = readdirSync(folder).filter(
    (name) => /^0[1-9].*\.(xml|json)$/.test(name) && !name.startsWith('07'),
  )
  for (const message of names.flatMap((name) => readSample(readFileSync(join(folder, name)), name))) {
    const person = personOf(message)
    assertPlain(person.words)
    assertSaysNumbersOf(person)
    assert.ok(person.words.fullName, message.visitLinkId)
  }
})

test('whatever stands in the fields of whatever table, the words are plain texts and hold what was found valid', () => {
  const kinds = [
    ['XML1', 'visit', 'MA_BN'],
    ['XML0', 'check-in', 'MA_BN'],
    ['XML7', 'visit', 'HO_TEN'],
    ['XML9', 'visit', 'HO_TEN_NND'],
    ['GBT', 'death-notice', 'MA_BN'],
    ['GKSKLX', 'driver-check', 'SO'],
  ] as const
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary', maxLength: 900 }),
    fc.constantFrom(
      '079190999001',
      'GD4797999000001',
      '7999000001;7999000002',
      '024 999 001',
      '000000000000',
    ),
    fc.constantFrom('202608100805', '20260810', '10/08/2026', '2026', '999999999999', '30/02/2026'),
    fc.constant('x'.repeat(100_000)),
  )
  const message = fc.constantFrom(...kinds).chain(([table, kind, needed]) => {
    const fields = tableOf(table)!.fields.map(({ name }) => name)
    const row = fc.dictionary(fc.constantFrom(...fields), text)
    return fc.tuple(row, row, row).map(([values, paper, certificate]) => {
      const said = only(table, tidy({ ...values, [needed]: 'A' }), kind)
      const papers = table === 'XML1' ? { XML7: rowOf(paper), XML9: rowOf(certificate) } : {}
      return { ...said, tables: { ...said.tables, ...papers } }
    })
  })
  fc.assert(
    fc.property(message, (sent) => {
      const person = personOf(sent)
      assertPlain(person.words)
      // A field that was cut may have lost a number behind the cut.
      if (JSON.stringify(sent.tables).length < 400) assertSaysNumbersOf(person)
    }),
    { numRuns: 500 },
  )
})

/** As the intake hands it over: NFC, trimmed, empty fields left out. */
const tidy = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.normalize('NFC').trim()])
      .filter(([, value]) => value !== ''),
  )
const rowOf = (values: Record<string, string>) => [{ row: 1, values: tidy(values) }]
