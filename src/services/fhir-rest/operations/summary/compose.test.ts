import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FhirResource, Patient } from 'fhir/r4'
import { composition, sectionsOf } from './compose.ts'
import { read } from './gather.ts'
import type { Findings, Found } from './summary.types.ts'

const at = new Date('2026-03-10T02:00:00Z')
const subject = { reference: 'Patient/an' }

let made = 0
const found = (resource: FhirResource | string): Found => {
  const text = typeof resource === 'string' ? resource : JSON.stringify(resource)
  const { resourceType: type, id = `r${++made}` } = JSON.parse(text) as { resourceType: string; id?: string }
  return read({ type, id, version: 1, deleted: false, lastUpdated: at, json: text })
}

const findings = (...resources: (FhirResource | string)[]): Findings => {
  const all = resources.map(found)
  return { of: <T>(type: string) => all.filter(({ stored }) => stored.type === type) as Found<T>[] }
}

const said = (given: Findings, title: string): string[] | undefined =>
  sectionsOf(given, at)
    .find(({ rule }) => rule.title === title)
    ?.lines.map(({ text }) => text)

const patient = (more: Partial<Patient> = {}) =>
  found({ resourceType: 'Patient', id: 'an', ...more }) as Found<Patient>

const head = { base: 'http://here/fhir/R4', at, uuid: 'u1', authorUuid: 'u2', version: '1' }

test('a patient of whom nothing is known has the three sections that must be there, each saying so', () => {
  const sections = sectionsOf(findings(), at)
  const { section, meta } = composition(patient(), sections, head)
  assert.deepEqual(
    section?.map(({ code, emptyReason, entry }) => [
      code?.coding?.[0]?.code,
      emptyReason?.coding?.[0]?.code,
      entry,
    ]),
    [
      ['48765-2', 'unavailable', undefined],
      ['11450-4', 'unavailable', undefined],
      ['10160-0', 'unavailable', undefined],
    ],
  )
  assert.match(section![0]!.text!.div, /Chưa có thông tin về dị ứng/)
  // No name, no date of birth: Patient-uv-ips is not kept, so it is not claimed.
  assert.equal(meta, undefined)
})

test('the profile is claimed for a patient with a name and a date of birth', () => {
  const whole = patient({ birthDate: '1960-01-02', name: [{ text: 'Nguyễn Văn An' }] })
  assert.match(composition(whole, [], head).meta!.profile![0]!, /Composition-uv-ips$/)
})

test('a disease diagnosed at three visits is one problem, as it was said last', () => {
  const visit = (recordedDate: string, text: string): FhirResource => ({
    resourceType: 'Condition',
    subject,
    recordedDate,
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }], text },
  })
  const given = findings(
    visit('2025-01-05', 'Tăng huyết áp'),
    visit('2026-02-01T20:00:00Z', 'Tăng huyết áp vô căn'),
    visit('2024-07-01', 'THA'),
  )
  assert.deepEqual(said(given, 'Vấn đề sức khỏe'), ['Tăng huyết áp vô căn – ghi nhận 02/02/2026'])
})

test('a disease that is over stands among past illness, unless it came back; a refuted one nowhere', () => {
  const condition = (
    code: string,
    clinical: string,
    recordedDate: string,
    verification = 'confirmed',
  ): FhirResource => ({
    resourceType: 'Condition',
    subject,
    recordedDate,
    clinicalStatus: { coding: [{ code: clinical }] },
    verificationStatus: { coding: [{ code: verification }] },
    code: { coding: [{ code }], text: code },
  })
  const given = findings(
    condition('viêm phổi', 'resolved', '2020-01-01'),
    condition('hen', 'resolved', '2020-01-01'),
    condition('hen', 'recurrence', '2026-01-01'),
    condition('lao', 'active', '2026-01-01', 'refuted'),
  )
  assert.deepEqual(said(given, 'Vấn đề sức khỏe'), ['hen – ghi nhận 01/01/2026'])
  assert.deepEqual(said(given, 'Bệnh đã qua'), ['viêm phổi – ghi nhận 01/01/2020'])
})

test('a prescription supplied last month counts as taken, one of two years ago does not; a stopped one never', () => {
  const order = (text: string, status: string, authoredOn: string): FhirResource =>
    ({
      resourceType: 'MedicationRequest',
      status,
      intent: 'order',
      subject,
      authoredOn,
      medicationCodeableConcept: { text },
      dosageInstruction: [{ text: 'ngày 1 viên' }],
    }) as FhirResource
  const given = findings(
    order('Amlodipin 5 mg', 'completed', '2026-02-10'),
    order('Amoxicilin 500 mg', 'completed', '2024-02-10'),
    order('Metformin 850 mg', 'active', '2023-01-01'),
    order('Aspirin 81 mg', 'stopped', '2026-03-01'),
  )
  assert.deepEqual(said(given, 'Thuốc'), [
    'Amlodipin 5 mg – ngày 1 viên – ngày 10/02/2026',
    'Metformin 850 mg – ngày 1 viên – ngày 01/01/2023',
  ])
})

test('the latest of each vital sign is told, with the digits that were measured', () => {
  const heat = (value: string, day: string, status = 'final') =>
    `{"resourceType":"Observation","status":"${status}","category":[{"coding":[{"code":"vital-signs"}]}],
      "code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}],"text":"Thân nhiệt"},
      "effectiveDateTime":"${day}","valueQuantity":{"value":${value},"unit":"°C"}}`
  const given = findings(
    heat('39.1', '2026-03-01'),
    heat('37.50', '2026-03-09'),
    heat('52.0', '2026-03-10', 'entered-in-error'),
  )
  assert.deepEqual(said(given, 'Dấu hiệu sinh tồn'), ['Thân nhiệt: 37.50 °C – 09/03/2026'])
  assert.equal(said(given, 'Kết quả cận lâm sàng'), undefined)
})

test('both figures of a blood pressure are told', () => {
  const given = findings({
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ code: 'vital-signs' }] }],
    code: { text: 'Huyết áp' },
    component: [
      { code: { text: 'Tâm thu' }, valueQuantity: { value: 125, unit: 'mmHg' } },
      { code: { text: 'Tâm trương' }, valueQuantity: { value: 80, unit: 'mmHg' } },
    ],
  })
  assert.deepEqual(said(given, 'Dấu hiệu sinh tồn'), ['Huyết áp – Tâm thu: 125 mmHg; Tâm trương: 80 mmHg'])
})

test('an allergy is told with how dangerous it is and what it does', () => {
  const given = findings({
    resourceType: 'AllergyIntolerance',
    patient: subject,
    code: { text: 'Penicilin' },
    criticality: 'high',
    reaction: [{ manifestation: [{ text: 'phản vệ' }, { text: 'mày đay' }] }],
  })
  assert.deepEqual(said(given, 'Dị ứng và không dung nạp'), [
    'Penicilin – nguy cơ cao – biểu hiện: phản vệ, mày đay',
  ])
})

test('vaccines, procedures, devices and plans have their sections when there are any', () => {
  const given = findings(
    {
      resourceType: 'Immunization',
      status: 'completed',
      patient: subject,
      vaccineCode: { text: 'Sởi' },
      occurrenceDateTime: '2025-05',
      protocolApplied: [{ doseNumberPositiveInt: 2 }],
    },
    {
      resourceType: 'Immunization',
      status: 'not-done',
      patient: subject,
      vaccineCode: { text: 'Dại' },
      occurrenceDateTime: '2025-05',
    },
    {
      resourceType: 'Procedure',
      status: 'completed',
      subject,
      code: { text: 'Cắt ruột thừa' },
      performedPeriod: { start: '2019-08-20' },
    },
    { resourceType: 'DeviceUseStatement', status: 'active', subject, device: { display: 'Máy tạo nhịp' } },
    { resourceType: 'CarePlan', status: 'active', intent: 'plan', subject, title: 'Theo dõi đái tháo đường' },
    {
      resourceType: 'DiagnosticReport',
      status: 'final',
      subject,
      code: { text: 'X-quang ngực' },
      conclusion: 'Bình thường',
      effectiveDateTime: '2026-01-02',
    },
  )
  assert.deepEqual(said(given, 'Tiêm chủng'), ['Sởi – mũi 2 – 05/2025'])
  assert.deepEqual(said(given, 'Thủ thuật, phẫu thuật'), ['Cắt ruột thừa – 20/08/2019'])
  assert.deepEqual(said(given, 'Thiết bị y tế'), ['Máy tạo nhịp'])
  assert.deepEqual(said(given, 'Kế hoạch chăm sóc'), ['Theo dõi đái tháo đường'])
  assert.deepEqual(said(given, 'Kết quả cận lâm sàng'), ['X-quang ngực – Bình thường – 02/01/2026'])
})

test('what a resource says cannot become markup of the summary', () => {
  const given = findings({
    resourceType: 'AllergyIntolerance',
    patient: subject,
    code: { text: '<script>alert("x")</script> & \u0000' },
  })
  const { section } = composition(patient(), sectionsOf(given, at), head)
  const { div } = section![0]!.text!
  assert.ok(div.includes('<li>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp;  </li>'), div)
})

test('odd resources make odd lines and no failure', () => {
  const given = findings(
    { resourceType: 'Condition', subject, code: {} },
    { resourceType: 'Condition', subject },
    { resourceType: 'Observation', status: 'final', code: {}, effectiveDateTime: '2026' },
    { resourceType: 'Procedure', status: 'completed', subject, performedDateTime: 'không rõ' },
  )
  assert.deepEqual(said(given, 'Vấn đề sức khỏe'), ['Không ghi tên bệnh', 'Không ghi tên bệnh'])
  assert.deepEqual(said(given, 'Kết quả cận lâm sàng'), ['Không ghi tên – 2026'])
})
