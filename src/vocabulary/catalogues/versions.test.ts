import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bundledEntry,
  bundledOn,
  catalogueIds,
  catalogueNamed,
  catalogues,
  formerWards,
  icd10,
  wardAfter2025,
  wards2025,
  wardsBefore2025,
} from './index.ts'

test('every catalogue is in the table once, and every code it carries has the shape it asks of a spreadsheet', () => {
  assert.deepEqual(
    catalogues().map((each) => each.id),
    [...catalogueIds],
  )
  for (const catalogue of catalogues())
    for (const version of catalogue.versions)
      for (const entry of version.entries().values()) {
        assert.match(entry.code, catalogue.codeShape, `${catalogue.id} ${entry.code}`)
        assert.ok(entry.name.length > 0, `${catalogue.id} ${entry.code} has no name`)
        for (const key of Object.keys(entry.fields))
          assert.ok(
            catalogue.fields.some((field) => field.key === key),
            `${catalogue.id} has no column ${key}`,
          )
      }
})

test('versions of one catalogue follow one another', () => {
  for (const { id, versions } of catalogues()) {
    const days = versions.map((version) => version.from ?? '0000')
    assert.deepEqual([...days].sort(), days, id)
  }
})

test('a disease is asked for by the day', () => {
  assert.equal(icd10('j189', '2024-03-01')?.name, 'Viêm phổi, không đặc hiệu')
  assert.equal(icd10('J18.9', '2019-01-01'), null)
  // The list of TT 06/2026 is not carried: the old one answers, and says that it has been replaced.
  assert.equal(icd10('J18.9', '2026-08-01')?.code, 'J18.9')
  assert.equal(bundledOn('icd-10', '2026-08-01')?.replacedBy?.from, '2026-07-01')
})

test('ward 00004 was Trúc Bạch until the reform and is Ba Đình since', () => {
  assert.equal(bundledEntry('wards', '00004', '2025-06-30')?.name, 'Phường Trúc Bạch')
  assert.equal(bundledEntry('wards', '00004', '2025-07-01')?.name, 'Phường Ba Đình')
  assert.equal(bundledEntry('districts', '001', '2025-06-30')?.name, 'Quận Ba Đình')
  assert.equal(bundledEntry('districts', '001', '2025-07-01'), null)
})

test('an old ward says where it went, in part where it was divided, and nothing where it was no ward', () => {
  assert.deepEqual(wardAfter2025('00004'), [{ code: '00004', partial: false, sure: true }])
  assert.deepEqual(wardAfter2025('99999'), [])
  const divided = [...formerWards().values()].filter((ward) => ward.movedTo.length > 1)
  assert.equal(divided.length, 450)
  const known = wards2025()
  for (const ward of formerWards().values())
    for (const move of ward.movedTo) {
      assert.ok(known.has(move.code), `${ward.code} went to ${move.code}, which is no ward of 2025`)
      assert.ok(wardsBefore2025(move.code).includes(ward))
    }
})

test('a service is named by its technique where both have one name, and knows its ICD-9-CM code', () => {
  const catheter = bundledEntry('services', '01.0009.0098', '2024-01-01')
  assert.equal(catheter?.name, 'Đặt catheter động mạch')
  assert.equal(catheter?.fields.technique, '1.9')
  assert.equal(catheter?.fields.price, '1363000')
  assert.equal(bundledEntry('icd-9-cm', '88.73', null)?.name, 'Siêu âm chẩn đoán ở vị trí khác của ngực')
  const techniques = catalogueNamed('techniques')!.versions[0]!.entries()
  for (const service of catalogueNamed('services')!.versions[0]!.entries().values())
    if (service.fields.technique)
      assert.ok(techniques.has(service.fields.technique), `${service.code} ${service.fields.technique}`)
})
