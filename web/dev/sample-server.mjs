// Development only: serves web/dist and invented answers in the shape of src/api/types.ts.
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'

const dist = new URL('../dist/', import.meta.url).pathname
const port = Number(process.env.PORT ?? 8099)
const mode = process.env.MODE ?? 'rich'
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const facilities = [
  ['79014', 'Bệnh viện Đa khoa khu vực Thủ Đức', 'FPT.eHospital 2.0'],
  ['79025', 'Bệnh viện Nhân dân Gia Định', 'VNPT-HIS'],
  ['79398', 'Trạm Y tế phường Linh Xuân', 'Viettel HIS'],
  [
    '79012',
    'Bệnh viện Ung bướu Thành phố Hồ Chí Minh – Cơ sở 2 (Trung tâm Chẩn đoán và Điều trị trong ngày)',
    null,
  ],
]
let n = 0
const source = (f, table, row = 1, day = '2025-03-14', fileNumber = 1) => ({
  facilityCode: facilities[f][0],
  facilityName: facilities[f][1],
  vendor: facilities[f][2],
  receiptId: 'r-001',
  fileNumber,
  fileName: `XML_79014_202503_dot_1.xml`,
  table,
  row,
  receivedAt: `${day}T10:21:00+07:00`,
  version: n % 5 === 0 ? 3 : 1,
})
const item = (type, f, table, row, day) => ({ ref: `${type}/x${++n}`, source: source(f, table, row, day) })
const names = [
  'Nguyễn Thị Hòa',
  'Nguyễn Thị Hoà',
  'Trần Văn Bảy',
  'Công Tằng Tôn Nữ Thị Ngọc Phương Khánh Huyền Trân',
  'Lê Hoàng Gia Bảo',
  'Đặng Quốc Cường',
]
const hits = names.map((fullName, i) => ({
  personId: `p${i + 1}`,
  fullName,
  birthDate: ['1954-03-09', '1958-11-20', '1971', '1949-01-02', '2024-02-11', '1938-05-06'][i],
  sex: ['female', 'female', 'male', 'female', 'male', 'male'][i],
  citizenIdMasked: i === 4 ? null : `•••• •••• ${9001 + i}`,
  insuranceNumberMasked: `HT4 •••• •••• ${1201 + i}`,
  address: [
    '12/5 Đường số 8, Phường Linh Xuân, Thành phố Hồ Chí Minh',
    'Ấp 3, Xã Bình Lợi, Thành phố Hồ Chí Minh',
    null,
    'Tổ dân phố số 14, khu nhà ở cán bộ công nhân viên Nhà máy xi măng Hà Tiên, Phường Trường Thọ, Thành phố Thủ Đức (cũ), Thành phố Hồ Chí Minh',
    'Phường Tam Bình',
    'Phường Hiệp Bình',
  ][i],
  facilityCount: [4, 1, 2, 3, 1, 2][i],
  lastVisitAt: i === 2 ? null : `2025-0${i + 1}-14T08:10:00+07:00`,
  deceased: i === 5,
}))
const meds = [
  ['Amlodipin', '5 mg', 'Ngày uống 1 lần, mỗi lần 1 viên, sáng sau ăn'],
  ['Metformin hydroclorid', '850 mg', 'Ngày uống 2 lần, mỗi lần 1 viên'],
  ['Atorvastatin', '20 mg', 'Tối 1 viên'],
  ['Paracetamol', '500 mg', 'Uống khi đau, cách nhau ít nhất 4 giờ, không quá 4 g/ngày'],
  ['Losartan kali + Hydroclorothiazid', '50 mg + 12,5 mg', 'Sáng 1 viên'],
  ['Insulin glargine', '100 IU/ml', 'Tiêm dưới da 10 đơn vị lúc 21 giờ'],
  ['Esomeprazol', '40 mg', null],
  ['Aspirin', '81 mg', 'Trưa 1 viên sau ăn'],
]
const med = (i, f, day) => ({
  ...item('MedicationRequest', f, 'XML2', i + 1, day),
  code: `40.${100 + i}`,
  text: meds[i][0],
  strength: meds[i][1],
  dose: meds[i][2],
  quantity: String(30 - i),
  orderedAt: `${day}T09:00:00+07:00`,
  encounterRef: null,
})
const tests = [
  ['Glucose máu', 'mmol/L', 7.2, 2],
  ['HbA1c', '%', 7.4, 1],
  ['Creatinin máu', 'µmol/L', 92, 14],
  ['ALT (GPT)', 'U/L', 34, 12],
  ['Cholesterol toàn phần', 'mmol/L', 5.4, 0.8],
  ['Hemoglobin', 'g/L', 128, 9],
  ['Bạch cầu', 'G/L', 7.8, 2.2],
  ['Tiểu cầu', 'G/L', 254, 40],
  ['Protein niệu', null, null, 0],
]
const value = (i, f, day, k = 0) => {
  const [name, unit, mid, range] = tests[i]
  const v = mid === null ? null : Math.round((mid + Math.sin(k * 1.7 + i) * range) * 10) / 10
  return {
    ...item('Observation', f, 'XML4', i + 1, day),
    code: `23.${i}`,
    name,
    value: k === 4 && i === 0 ? null : v,
    text: v === null ? 'Âm tính' : k === 4 && i === 0 ? '<0.5' : String(v),
    unit: v === null ? null : unit,
    at: `${day}T08:30:00+07:00`,
  }
}
const days = Array.from({ length: 12 }, (_, k) =>
  new Date(Date.UTC(2025, 2 - k * 2, 14 - k)).toISOString().slice(0, 10),
)
const dx = [
  'I10 Tăng huyết áp vô căn (nguyên phát)',
  'E11.9 Đái tháo đường týp 2, không có biến chứng',
  'J18.9 Viêm phổi, không xác định',
  'C50.9 U ác tính của vú, không đặc hiệu; theo dõi sau phẫu thuật cắt bỏ và hóa trị, có di căn hạch nách bên trái',
]
const classes = ['AMB', 'AMB', 'IMP', 'EMER', 'SS']
const texts = { AMB: 'Khám bệnh', IMP: 'Điều trị nội trú', EMER: 'Cấp cứu', SS: 'Điều trị nội trú ban ngày' }
const visits = days.map((day, k) => {
  const f = k % 4
  const cls = classes[k % 5]
  const medicines = k === 6 ? [] : [0, 1, 2 + (k % 6)].map((i) => med(i, f, day))
  const results = k % 3 === 1 ? [] : tests.slice(0, 3 + (k % 6)).map((_, i) => value(i, f, day, k))
  const procedures =
    cls === 'AMB'
      ? []
      : [
          {
            ...item('Procedure', f, 'XML3', 2, day),
            code: '18.0119',
            text: 'Chụp X-quang ngực thẳng',
            at: `${day}T09:10:00+07:00`,
            conclusion: 'Hình ảnh thâm nhiễm đáy phổi phải, bóng tim không to.',
          },
          {
            ...item('Procedure', f, 'XML3', 3, day),
            code: '01.0092',
            text: 'Siêu âm Doppler màu tim',
            at: `${day}T09:40:00+07:00`,
            conclusion: null,
          },
        ]
  const notes =
    cls === 'IMP'
      ? [0, 1, 2].map((d) => ({
          ...item('Observation', f, 'XML5', d + 1, day),
          at: `${day}T0${7 + d}:00:00+07:00`,
          text: 'Bệnh tỉnh, tiếp xúc tốt. Sốt 38,2 °C. Phổi ran ẩm đáy phải.\nMạch 92 lần/phút, huyết áp 150/90 mmHg. Tiếp tục kháng sinh, theo dõi nhiệt độ 6 giờ/lần.',
        }))
      : []
  return {
    ...item('Encounter', f, 'XML1', 1, day),
    encounterRef: `Encounter/v${k}`,
    typeText: texts[cls],
    class: cls,
    status: k === 0 ? 'in-progress' : 'finished',
    start: `${day}T07:45:00+07:00`,
    end:
      k === 0
        ? null
        : `${cls === 'IMP' ? new Date(Date.parse(day) + 6 * 864e5).toISOString().slice(0, 10) : day}T16:05:00+07:00`,
    facilityCode: facilities[f][0],
    facilityName: facilities[f][1],
    reason: 'Khó thở, ho khạc đờm, mệt nhiều về đêm',
    diagnosis: dx[k % 4],
    outcome: 'Đỡ, giảm',
    departments: cls === 'IMP' ? ['Khoa Cấp cứu', 'Khoa Nội hô hấp'] : ['Khoa Khám bệnh'],
    counts: {
      medicines: medicines.length,
      procedures: procedures.length,
      results: results.length,
      documents: cls === 'IMP' ? 1 : 0,
    },
    medicines,
    procedures,
    results,
    notes,
    next:
      k === 1
        ? [
            {
              ...item('Appointment', f, 'XML14', 1, day),
              kind: 'appointment',
              at: '2025-04-12',
              text: 'Tái khám phòng khám Tim mạch, mang theo đơn thuốc cũ',
            },
          ]
        : k === 3
          ? [
              {
                ...item('ServiceRequest', f, 'XML13', 1, day),
                kind: 'referral',
                at: day,
                text: 'Chuyển Bệnh viện Nhân dân Gia Định: vượt khả năng chuyên môn',
              },
            ]
          : [],
    cost: { total: '1845300', insurance: '1476240', patient: '369060' },
  }
})
const trendDays = Array.from({ length: 30 }, (_, k) =>
  new Date(Date.UTC(2021, 3 + k * 1.7, 9)).toISOString().slice(0, 10),
)
const trends = [
  ...tests.map((t, i) => ({
    key: `t${i}`,
    name: t[0],
    unit: t[1],
    kind: 'laboratory',
    points: trendDays.slice(i === 5 ? 29 : i * 2).map((d, k) => value(i, k % 4, d, k)),
  })),
  {
    key: 'bp',
    name: 'Huyết áp tâm thu',
    unit: 'mmHg',
    kind: 'vital-sign',
    points: trendDays.map((d, k) => ({
      ...item('Observation', k % 4, 'XML1', 1, d),
      code: 'bp',
      name: 'Huyết áp tâm thu',
      value: Math.round(142 + Math.sin(k) * 16),
      text: '',
      unit: 'mmHg',
      at: `${d}T07:50:00+07:00`,
    })),
  },
]
const record = (id) => {
  const hit = hits.find((h) => h.personId === id) ?? hits[0]
  const empty = id === 'p3'
  return {
    person: {
      ...hit,
      phone: '0903 •••• 12',
      ethnicity: 'Kinh',
      bloodGroup: empty ? null : 'O Rh(+)',
      deceasedAt: hit.deceased ? '2025-01-30' : null,
      patients: facilities.map((f, i) => ({
        ref: `Patient/${i}`,
        facilityCode: f[0],
        facilityName: f[1],
        localId: `2300${i}1224`,
        joinedBy: ['first-seen', 'citizen-id', 'insurance-number', 'citizen-id'][i],
      })),
      coverages: [
        {
          ...item('Coverage', 0, 'XML1', 1, '2025-03-14'),
          cardMasked: 'HT4 79 •••••• 1201',
          from: '2024-01-01',
          to: '2025-12-31',
          registeredAt: 'Trạm Y tế phường Linh Xuân',
          level: '95%',
        },
      ],
      reviews:
        id === 'p4'
          ? [
              {
                reason:
                  'hai số định danh khác nhau ở Bệnh viện Nhân dân Gia Định và Trạm Y tế phường Linh Xuân',
                at: '2025-03-01T00:00:00Z',
              },
            ]
          : [],
    },
    problems: empty
      ? []
      : [
          ...dx,
          'N18.3 Bệnh thận mạn, giai đoạn 3',
          'K21.0 Bệnh trào ngược dạ dày – thực quản có viêm thực quản',
          'H25.9 Đục thủy tinh thể người già',
        ].map((d, i) => ({
          ...item('Condition', i % 4, 'XML1', 1, days[i]),
          code: d.split(' ')[0],
          text: d.slice(d.indexOf(' ') + 1),
          primary: i < 2,
          firstAt: days[11],
          lastAt: days[i],
          times: 9 - i,
        })),
    allergies:
      empty || id === 'p2'
        ? []
        : [
            {
              ...item('AllergyIntolerance', 1, 'XML5', 4, '2023-02-01'),
              text: 'Penicillin (sốc phản vệ độ II)',
              criticality: 'high',
            },
            {
              ...item('AllergyIntolerance', 0, 'XML5', 1, '2024-02-01'),
              text: 'Tôm, cua',
              criticality: 'low',
            },
          ],
    medicines: empty ? [] : meds.map((_, i) => med(i, i % 4, days[0])),
    lastValues: empty ? [] : [...tests.map((_, i) => value(i, i % 4, days[0], 3))],
    trends: empty ? [] : trends,
    timeline: empty ? [] : visits,
    documents: empty
      ? []
      : ['discharge-summary', 'discharge-paper', 'appointment-slip', 'referral-form'].map((kind, i) => ({
          ...item('Composition', i, `XML${8 + i}`, 1, days[i]),
          kind,
          title: [
            'Tóm tắt hồ sơ bệnh án',
            'Giấy ra viện',
            '',
            'Phiếu chuyển cơ sở khám bệnh, chữa bệnh bảo hiểm y tế',
          ][i],
          at: days[i],
          author: 'BS.CKII Trần Thị Thanh Thủy',
          sections: [
            {
              title: 'Quá trình bệnh lý và diễn biến lâm sàng',
              text: 'Bệnh khởi phát cách nhập viện 3 ngày với ho, sốt, khó thở tăng dần.\nTiền căn: tăng huyết áp, đái tháo đường týp 2.',
            },
            { title: 'Phương pháp điều trị', text: 'Kháng sinh tĩnh mạch, thở oxy, kiểm soát đường huyết.' },
            { title: 'Tình trạng ra viện', text: 'Đỡ, giảm.' },
          ],
        })),
    more: !empty,
  }
}

// ---- desk
const bhytXml = (() => {
  const rows = []
  const fields = []
  const lines = ['<TONG_HOP>']
  let text = '<TONG_HOP>\n'
  const start = 0
  for (const [field, v] of [
    ['MA_LK', '7901420250314000123'],
    ['STT', '1'],
    ['MA_BN', '230011224'],
    ['HO_TEN', 'NGUYỄN THỊ HÒA'],
    ['SO_CCCD', '07915400900'],
    ['NGAY_SINH', '195403090000'],
    ['GIOI_TINH', '2'],
    ['NHOM_MAU', 'O'],
    ['MA_QUOCTICH', '000'],
    ['DIA_CHI', '12/5 Đường số 8, Phường Linh Xuân, Thành phố Hồ Chí Minh'],
    ['MA_THE_BHYT', 'HT4797912301201'],
    ['GT_THE_DEN', '20251331'],
    ['LY_DO_VV', 'Khó thở, ho khạc đờm, mệt nhiều về đêm; '.repeat(12)],
    ['NGAY_VAO', '202503140745'],
    ['NGAY_RA', '202503140740'],
    ['T_TONGCHI_BV', '1845300.00'],
    ['NAM_QT', ''],
  ]) {
    text += `  <${field}>`
    fields.push({ row: 1, field, start: text.length, end: text.length + v.length })
    text += `${v}</${field}>\n`
  }
  text += '</TONG_HOP>\n'
  rows.push({ row: 1, start, end: text.length })
  return { table: 'XML1', text, truncated: false, fields, rows }
})()
const drugs = (() => {
  let text = '<DSACH_CHI_TIET_THUOC>\n'
  const rows = []
  const fields = []
  for (let row = 1; row <= 1500; row += 1) {
    const start = text.length
    text += '  <CHI_TIET_THUOC>\n'
    for (const [f, v] of [
      ['MA_LK', '7901420250314000123'],
      ['STT', String(row)],
      ['MA_THUOC', `40.${row}`],
      ['TEN_THUOC', meds[row % 8][0]],
      ['LIEU_DUNG', meds[row % 8][2] ?? ''],
      ['SO_LUONG', row === 700 ? 'ba mươi' : '30'],
    ]) {
      text += `    <${f}>`
      fields.push({ row, field: f, start: text.length, end: text.length + v.length })
      text += `${v}</${f}>\n`
    }
    text += '  </CHI_TIET_THUOC>\n'
    rows.push({ row, start, end: text.length })
  }
  return { table: 'XML2', text, truncated: true, fields, rows }
})()
const problems = [
  {
    code: 'BHYT_DATE',
    severity: 'error',
    table: 'XML1',
    row: 1,
    field: 'GT_THE_DEN',
    message: 'Ngày hết hạn thẻ “20251331” không có trong lịch: tháng 13. Cần dạng yyyyMMdd.',
  },
  {
    code: 'BHYT_CITIZEN_ID_FORMAT',
    severity: 'error',
    table: 'XML1',
    row: 1,
    field: 'SO_CCCD',
    message: 'Số định danh cần đúng 12 chữ số, nhận được 11.',
  },
  {
    code: 'BHYT_ORDER',
    severity: 'warning',
    table: 'XML1',
    row: 1,
    field: 'NGAY_RA',
    message: 'Ngày ra trước ngày vào 5 phút.',
  },
  {
    code: 'BHYT_NUMBER',
    severity: 'warning',
    table: 'XML2',
    row: 700,
    field: 'SO_LUONG',
    message: 'Số lượng không phải là số.',
  },
  {
    code: 'BHYT_EMPTY',
    severity: 'info',
    table: 'XML1',
    row: 1,
    field: 'NAM_QT',
    message: 'Năm quyết toán để trống.',
  },
  {
    code: 'BHYT_MISSING',
    severity: 'warning',
    table: 'XML1',
    row: 1,
    field: 'MA_DANTOC',
    message: 'Thiếu mã dân tộc.',
  },
  { code: 'BHYT_SIGNATURE', severity: 'info', message: 'Tệp không có chữ ký số.' },
]
const started = Date.now()
const receiptOf = (i) => {
  const f = i % 4
  const bad = i % 7 === 1
  const total = 1 + ((i * 37) % 240)
  const setAside = bad ? Math.min(total, 1 + (i % 5)) : 0
  const accepted = i === 0 ? Math.min(3, total - setAside) : 0
  return {
    receiptId: `r-${String(i).padStart(3, '0')}`,
    receivedAt: new Date(Date.UTC(2025, 2, 14, 3, 21) + i * 311_000).toISOString(),
    fileName:
      i % 9 === 4
        ? null
        : `XML_${facilities[f][0]}_202503_dot_${i}${i % 3 ? '.xml' : '_ho_so_thanh_toan_bhyt_khoa_noi_ho_hap.zip'}`,
    format: i % 11 === 5 ? 'check-in' : 'bhyt-xml',
    size: 18_000 + i * 90_123,
    sha256: 'a3f1c0de'.repeat(8),
    facilityCode: i % 13 === 6 ? null : facilities[f][0],
    facilityName: i % 13 === 6 ? null : facilities[f][1],
    vendor: i % 13 === 6 ? null : facilities[f][2],
    counts: { total, accepted, stored: total - setAside - accepted, setAside, warnings: i % 3 === 0 ? 4 : 0 },
    headline: bad ? problems[0].message : null,
  }
}
const lastNumber = () => 60 + Math.floor((Date.now() - started) / 15_000) + uploads
let uploads = 0
const list = (url) => {
  const before = url.searchParams.get('before')
  const top = before ? Number(before.slice(2)) - 1 : lastNumber()
  let all = Array.from({ length: Math.max(0, top + 1) }, (_, i) => receiptOf(top - i))
  const facility = url.searchParams.get('facility')
  if (facility) all = all.filter((r) => r.facilityCode === facility)
  if (url.searchParams.get('status') === 'set-aside') all = all.filter((r) => r.counts.setAside)
  return { items: all.slice(0, 20), more: all.length > 20 }
}
const files = Array.from({ length: 230 }, (_, i) => ({
  fileNumber: i + 1,
  facility: '79014',
  visitLinkId: i === 3 ? null : `7901420250314000${123 + i}`,
  status: i < 3 ? 'set-aside' : i === 5 ? 'superseded' : i < 8 ? 'accepted' : 'stored',
  norm: 'QĐ 4750',
  problems: i < 3 ? problems.slice(0, 4 - i) : i === 9 ? problems.slice(2, 3) : [],
  storedAt: i < 8 ? null : '2025-03-14T10:22:10+07:00',
  personId: i < 8 ? null : 'p1',
  attempts: i < 3 ? 2 : 1,
}))
const volumes = (count) => ({
  facilities: facilities.map((f, k) => ({
    facilityCode: f[0],
    facilityName: k === 2 ? null : f[1],
    vendor: f[2],
    files: 14231 + k * 911,
    stored: 14200 - k,
    setAside: k * 16,
    warnings: k * 3,
    lastReceivedAt: '2025-03-14T10:21:00+07:00',
    days: Array.from({ length: count }, (_, d) => ({
      day: new Date(Date.UTC(2025, 2, 1 + d)).toISOString().slice(0, 10),
      stored: Math.round(80 + 60 * Math.sin(d + k)) * (d % 7 === 6 ? 0 : 1),
      setAside: d === 5 ? k * 12 : k === 1 ? 6 : 0,
    })),
  })),
})
const groups = [...problems.slice(0, 6)].map((p, i) => ({
  code: p.code,
  severity: p.severity,
  table: p.table ?? null,
  field: p.field ?? null,
  message: p.message,
  count: 1412 - i * 211,
  files: 912 - i * 140,
  facilities: facilities.slice(0, 1 + (i % 4)).map((f) => f[1]),
  lastAt: '2025-03-14T10:21:00+07:00',
  example: {
    receiptId: 'r-001',
    fileNumber: 1,
    table: p.table ?? null,
    row: p.row ?? null,
    field: p.field ?? null,
  },
}))

const slow = (ms) => new Promise((done) => setTimeout(done, ms))
createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x')
  const path = decodeURIComponent(url.pathname)
  const json = (body, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  if (path.startsWith('/api') || path.startsWith('/intake')) {
    if (mode === 'down') return json({ code: 'UNAVAILABLE', message: '' }, 503)
    if (mode === 'error' && path !== '/api/meta')
      return json({ code: 'INTERNAL', message: 'Cơ sở dữ liệu chưa trả lời.' }, 500)
    await slow(60)
  }
  if (path === '/api/meta')
    return json({
      version: '0.1.0',
      loopbackOnly: true,
      demonstration: mode === 'empty' ? null : { done: 3120, total: 12000 },
      counts:
        mode === 'empty'
          ? { persons: 0, resources: 0, receipts: 0, setAside: 0, waiting: 0 }
          : { persons: 12480, resources: 914220, receipts: 1203, setAside: 48, waiting: 3 },
    })
  if (path === '/api/persons') {
    const q = (url.searchParams.get('q') ?? '').toLowerCase()
    return json({ items: q.includes('zzz') ? [] : hits, more: q.length < 4 })
  }
  const person = /^\/api\/persons\/([^/]+)\/record$/.exec(path)
  if (person)
    return person[1] === 'nobody'
      ? json({ code: 'RECORD_NOT_FOUND', message: 'Không có hồ sơ này.' }, 404)
      : json(
          url.searchParams.has('before')
            ? {
                ...record(person[1]),
                timeline: record(person[1]).timeline.map((v) => ({
                  ...v,
                  encounterRef: `${v.encounterRef}-old`,
                  start: v.start?.replace(/^\d{4}/, (y) => String(y - 3)),
                })),
                more: false,
              }
            : record(person[1]),
        )
  if (path === '/intake/receipts') return json(mode === 'empty' ? { items: [], more: false } : list(url))
  if (path === '/intake/volumes')
    return json(mode === 'empty' ? { facilities: [] } : volumes(Number(url.searchParams.get('days') ?? 14)))
  if (path === '/intake/problems') return json({ groups: mode === 'empty' ? [] : groups })
  if (path === '/intake/refusals')
    return json({
      items:
        mode === 'empty'
          ? []
          : [
              {
                at: '2025-03-14T09:00:00+07:00',
                code: 'INTAKE_TOO_LARGE',
                message: 'Tệp lớn hơn 64 MB.',
                size: 91_231_122,
                fileName: 'du_lieu_quy_1.zip',
              },
              {
                at: '2025-03-14T09:03:00+07:00',
                code: 'INTAKE_NOT_XML',
                message: 'Tệp không phải XML.',
                size: 212,
                fileName: null,
              },
            ],
    })
  if (path === '/intake/bhyt-xml') {
    request.resume()
    await slow(800)
    uploads += 1
    const id = `r-${String(lastNumber()).padStart(3, '0')}`
    return (url.searchParams.get('fileName') ?? '').includes('hong')
      ? json(
          {
            problems: [
              {
                code: 'INTAKE_NOT_XML',
                severity: 'error',
                message: 'Tệp không phải XML: dòng 3, thẻ mở không đóng.',
              },
            ],
          },
          400,
        )
      : json(
          {
            receiptId: id,
            files: [
              { facility: '79014', visitLinkId: 'x', status: 'accepted', problems: [] },
              { facility: '79014', visitLinkId: 'y', status: 'set-aside', problems: problems.slice(0, 4) },
            ],
            problems: [],
          },
          202,
        )
  }
  if (path === '/intake/replay' || path.endsWith('/replay')) {
    await slow(700)
    return json({ tried: 12, accepted: 9, setAside: 3 })
  }
  if (path.startsWith('/intake/facilities/')) {
    await slow(300)
    return json({ facilityCode: '1', name: 'x', vendor: null })
  }
  if (path.endsWith('/source'))
    return path.includes('/files/9999/')
      ? json({ problems: [] }, 404)
      : json({ receiptId: 'r-001', fileNumber: 1, status: 'set-aside', problems, tables: [bhytXml, drugs] })
  if (path.endsWith('/raw')) return json({ raw: true })
  const receipt = /^\/intake\/receipts\/(r-\d+)$/.exec(path)
  if (receipt) {
    const offset = Number(url.searchParams.get('offset') ?? 0)
    const limit = Number(url.searchParams.get('limit') ?? 100)
    return json({
      ...receiptOf(Number(receipt[1].slice(2))),
      counts: { total: 230, accepted: 4, stored: 222, setAside: 3, warnings: 5 },
      problems: problems.slice(6),
      files: files.slice(offset, offset + limit),
      more: offset + limit < files.length,
    })
  }
  if (path.startsWith('/api') || path.startsWith('/intake'))
    return json({ code: 'NOT_FOUND', message: 'Không có.' }, 404)
  if (path.startsWith('/fhir')) return json({ resourceType: 'Basic' })
  const file = join(dist, path)
  if (path !== '/' && existsSync(file)) {
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    return createReadStream(file).pipe(response)
  }
  response.writeHead(200, { 'content-type': types['.html'] })
  response.end(readFileSync(join(dist, 'index.html')))
}).listen(port, '127.0.0.1', () => console.log(`sample server on http://127.0.0.1:${port} (${mode})`))
