import { codeSystems } from '#vocabulary/fhir'
import type { Catalogue, CatalogueEntries, CatalogueField, CatalogueId } from './catalogue.types.ts'
import { icd10Names, type ListName, list } from './load.ts'
import { districtEntries, formerWardEntries, wardEntries } from './places.ts'
import { once, readEntries } from './read-tsv.ts'
import { serviceEntries, techniqueEntries } from './techniques.ts'

const field = (key: string, title: string, titleEn: string): CatalogueField => ({ key, title, titleEn })
const anyCode = /^\S(?:.{0,62}\S)?$/
const reform = '2025-07-01'
const undated = 'Ngày bắt đầu hiệu lực chưa rõ: bản này trả lời cho mọi ngày tới khi có bản có ngày.'

const namesOf = (names: () => Iterable<readonly [string, string]>): (() => CatalogueEntries) =>
  once(() => new Map([...names()].map(([code, name]) => [code, { code, name, fields: {} }])))

const ofList = (name: ListName) => namesOf(() => Object.entries(list(name)))
const ofFile = (file: string, fields: readonly CatalogueField[] = []) =>
  once(() =>
    readEntries(
      file,
      fields.map((f) => f.key),
    ),
  )

/** A small list of the BHYT norms; its codes and wording come from QĐ 130, 4750, 3176 and 1804. */
const small = (
  id: CatalogueId,
  name: ListName,
  system: string,
  title: string,
  titleEn: string,
): Catalogue => ({
  id,
  title,
  titleEn,
  system,
  group: 'small',
  fields: [],
  codeShape: /^[\w.]{1,8}$/,
  codeExample: Object.keys(list(name))[0] ?? '1',
  versions: [{ label: 'QĐ 130, 4750, 3176, 1804/QĐ-BYT', from: null, note: undated, entries: ofList(name) }],
})

const places = [field('province', 'Mã tỉnh', 'Province')]
const formerPlaces = [...places, field('district', 'Mã huyện', 'District')]
const routeFields = [field('share', 'Mức hưởng', 'Share'), field('law', 'Căn cứ', 'Legal source')]
const diseaseFields = [
  field('nameEn', 'Tên tiếng Anh', 'English name'),
  field('icd10', 'Mã ICD-10', 'ICD-10'),
  field('group', 'Nhóm', 'Group'),
  field('window', 'Thời hạn báo cáo', 'Reporting window'),
  field('note', 'Ghi chú', 'Note'),
]
const doseFields = [
  field('dueAge', 'Tuổi tiêm', 'Due age'),
  field('interval', 'Khoảng cách', 'Interval'),
  field('source', 'Nguồn', 'Source'),
]

/** Every catalogue with the versions that come with the program, read when first asked for. */
export const catalogues = once((): readonly Catalogue[] => [
  {
    id: 'icd-10',
    title: 'Bệnh tật ICD-10',
    titleEn: 'Diseases, ICD-10',
    system: codeSystems.icd10,
    group: 'clinical',
    fields: [],
    codeShape: /^[A-Z]\d{2}(\.\d{1,3})?[†*]?$/,
    codeExample: 'A00 hoặc A00.0',
    versions: [
      {
        label: 'QĐ 4469/QĐ-BYT',
        from: '2020-10-28',
        replacedBy: { label: 'TT 06/2026/TT-BYT', from: '2026-07-01' },
        entries: namesOf(icd10Names),
      },
    ],
  },
  {
    id: 'techniques',
    title: 'Danh mục kỹ thuật',
    titleEn: 'Techniques',
    system: 'https://mach.vn/fhir/CodeSystem/technique',
    group: 'clinical',
    fields: [field('chapter', 'Chương', 'Chapter')],
    codeShape: /^(BS_)?\d{1,5}(\.\d{1,4}[a-z]?)?$/,
    codeExample: '22.120',
    versions: [
      {
        label: 'TT 23/2024/TT-BYT, phụ lục 1',
        from: '2024-10-18',
        replacedBy: { label: 'TT 23/2024/TT-BYT, phụ lục 2', from: '2028-01-01' },
        entries: techniqueEntries,
      },
    ],
  },
  {
    id: 'services',
    title: 'Dịch vụ kỹ thuật và giá',
    titleEn: 'Services and prices',
    system: codeSystems.service,
    group: 'payment',
    fields: [
      field('technique', 'Mã kỹ thuật TT 23', 'Technique'),
      field('tier', 'Phân tuyến', 'Tier'),
      field('procedureClass', 'Loại PT-TT', 'Procedure class'),
      field('price', 'Giá (đồng)', 'Price (VND)'),
      field('priceCode', 'Mã giá liên thông', 'Price code'),
      field('icd9cm', 'ICD-9-CM', 'ICD-9-CM'),
    ],
    codeShape: /^[\w.]{3,30}$/,
    codeExample: '01.0009.0098',
    versions: [
      {
        label: 'QĐ 7603/QĐ-BYT 2018, phụ lục 1',
        from: '2018-12-25',
        replacedBy: { label: 'QĐ 2010/QĐ-BYT 2025', from: null },
        note: 'Giá là giá TT 39/2018/TT-BYT. Danh mục thay thế QĐ 2010/QĐ-BYT 2025 chưa có trong bộ đi kèm.',
        entries: serviceEntries,
      },
    ],
  },
  {
    id: 'icd-9-cm',
    title: 'Phẫu thuật, thủ thuật ICD-9-CM',
    titleEn: 'Procedures, ICD-9-CM volume 3',
    system: codeSystems.icd9cm,
    group: 'clinical',
    fields: [],
    codeShape: /^\d{2}(\.\d{1,2})?$/,
    codeExample: '88.73',
    versions: [
      {
        label: 'QĐ 4440/QĐ-BYT, phụ lục 3',
        from: '2020-10-27',
        note: 'Chỉ gồm các mã có dịch vụ tương ứng trong phụ lục 3.',
        entries: ofFile('icd9cm.tsv'),
      },
    ],
  },
  {
    id: 'result-indices',
    title: 'Chỉ số kết quả cận lâm sàng',
    titleEn: 'Result indices',
    system: codeSystems.resultIndex,
    group: 'clinical',
    fields: [field('unit', 'Đơn vị', 'Unit'), field('loinc', 'LOINC', 'LOINC')],
    codeShape: anyCode,
    codeExample: '7 chữ số (QĐ 1227/QĐ-BYT)',
    versions: [],
  },
  {
    id: 'drugs',
    title: 'Thuốc dùng chung',
    titleEn: 'Shared list of drugs',
    system: codeSystems.drug,
    group: 'payment',
    fields: [
      field('strength', 'Hàm lượng', 'Strength'),
      field('form', 'Dạng bào chế', 'Dose form'),
      field('unit', 'Đơn vị tính', 'Unit'),
    ],
    codeShape: anyCode,
    codeExample: '40.17',
    versions: [],
  },
  {
    id: 'departments',
    title: 'Khoa, phòng',
    titleEn: 'Departments',
    system: codeSystems.department,
    group: 'clinical',
    fields: [],
    codeShape: /^K\d{2}(\.[\w.]+)?$/,
    codeExample: 'K02 hoặc K16.1',
    versions: [
      {
        label: 'Danh mục khoa K01-K49, K99',
        from: null,
        replacedBy: { label: 'QĐ 1804/QĐ-BYT 2026 (thêm K50-K60 và mã con)', from: '2026-08-01' },
        note: undated,
        entries: ofList('departments'),
      },
    ],
  },
  {
    id: 'practice-scopes',
    title: 'Phạm vi hành nghề',
    titleEn: 'Scopes of practice',
    system: 'https://mach.vn/fhir/CodeSystem/practice-scope',
    group: 'clinical',
    fields: [],
    codeShape: /^\d{3}(\.\d{1,3})*$/,
    codeExample: '102.04',
    versions: [
      {
        label: 'Mã phạm vi hành nghề của BHXH',
        from: null,
        note: undated,
        entries: ofFile('practice-scopes.tsv'),
      },
    ],
  },
  {
    id: 'facilities',
    title: 'Cơ sở khám bệnh, chữa bệnh',
    titleEn: 'Facilities',
    system: 'https://mach.vn/fhir/CodeSystem/facility',
    group: 'places',
    fields: [
      field('address', 'Địa chỉ', 'Address'),
      field('gln', 'Mã GLN 13 số', 'GLN'),
      field('mergedInto', 'Đã sáp nhập vào', 'Merged into'),
    ],
    codeShape: /^\d{5}$/,
    codeExample: '79001',
    versions: [],
  },
  {
    id: 'provinces',
    title: 'Tỉnh, thành phố',
    titleEn: 'Provinces',
    system: codeSystems.province,
    group: 'places',
    fields: [],
    codeShape: /^\d{2}$/,
    codeExample: '01',
    versions: [
      { label: '63 tỉnh, thành phố', from: null, entries: ofList('provincesBefore2025') },
      { label: 'QĐ 19/2025/QĐ-TTg', from: reform, entries: ofList('provinces2025') },
    ],
  },
  {
    id: 'districts',
    title: 'Quận, huyện (trước 01/07/2025)',
    titleEn: 'Districts (before 1 July 2025)',
    system: codeSystems.district,
    group: 'places',
    fields: places,
    codeShape: /^\d{3}$/,
    codeExample: '001',
    versions: [
      { label: 'Danh mục Tổng cục Thống kê 06/2024', from: null, entries: districtEntries },
      { label: 'Bỏ cấp huyện', from: reform, entries: once(() => new Map()) },
    ],
  },
  {
    id: 'wards',
    title: 'Xã, phường, đặc khu',
    titleEn: 'Wards and communes',
    system: codeSystems.ward,
    group: 'places',
    fields: formerPlaces,
    codeShape: /^\d{5}$/,
    codeExample: '00004',
    versions: [
      { label: 'Danh mục Tổng cục Thống kê 06/2024', from: null, entries: formerWardEntries },
      { label: 'QĐ 19/2025/QĐ-TTg', from: reform, entries: wardEntries },
    ],
  },
  {
    id: 'ethnic-groups',
    title: 'Dân tộc',
    titleEn: 'Ethnic groups',
    system: codeSystems.ethnicGroup,
    group: 'places',
    fields: [],
    codeShape: /^\d{2}$/,
    codeExample: '01',
    versions: [{ label: 'QĐ 121-TCTK/PPCĐ', from: '1979-03-02', entries: ofList('ethnicGroups') }],
  },
  small('nationalities', 'nationalities', codeSystems.nationality, 'Quốc tịch', 'Nationalities'),
  {
    id: 'notifiable-diseases',
    title: 'Bệnh truyền nhiễm phải khai báo',
    titleEn: 'Notifiable diseases',
    system: 'https://mach.vn/fhir/CodeSystem/notifiable-disease',
    group: 'prevention',
    fields: diseaseFields,
    codeShape: /^[a-z0-9-]{2,40}$/,
    codeExample: 'dengue',
    versions: [
      {
        label: 'TT 54/2015/TT-BYT',
        from: '2016-07-01',
        replacedBy: { label: 'QĐ 1965/QĐ-BYT 2026 (TT 15/2026/TT-BYT)', from: '2026-07-01' },
        note: 'Danh sách kèm QĐ 1965/QĐ-BYT chưa có trong bộ đi kèm: hãy nhập khi nhận được.',
        entries: ofFile('notifiable-diseases.tsv', diseaseFields),
      },
    ],
  },
  {
    id: 'vaccination-schedule',
    title: 'Lịch tiêm chủng mở rộng',
    titleEn: 'Vaccination schedule',
    system: 'https://mach.vn/fhir/CodeSystem/vaccination-schedule',
    group: 'prevention',
    fields: doseFields,
    codeShape: /^[a-z0-9.-]{3,60}$/,
    codeExample: 'measles.measles.1',
    versions: [
      {
        label: 'TT 52/2025/TT-BYT',
        from: '2026-02-15',
        replacedBy: { label: 'TT 13/2026/TT-BYT (không in lịch)', from: '2026-07-01' },
        note: 'Cột Nguồn ghi rõ mũi nào chưa đối chiếu được văn bản.',
        entries: ofFile('vaccination-schedule.tsv', doseFields),
      },
    ],
  },
  {
    id: 'coverage-routes',
    title: 'Đối tượng đến khám theo BHYT',
    titleEn: 'Coverage routes',
    system: codeSystems.coverageRoute,
    group: 'payment',
    fields: routeFields,
    codeShape: /^\d{1,2}(\.\d{1,2})?$/,
    codeExample: '1.13',
    versions: [
      {
        label: 'QĐ 3276/QĐ-BYT 2025, phụ lục 1',
        from: '2025-01-01',
        note: 'Ngày lấy theo nội dung danh mục (mức hưởng tính từ 01/01/2025), không theo ngày ký.',
        entries: ofFile('coverage-routes.tsv', routeFields),
      },
    ],
  },
  small('visit-types', 'visitTypes', codeSystems.visitType, 'Loại khám bệnh, chữa bệnh', 'Visit types'),
  small('outcomes', 'outcomes', codeSystems.outcome, 'Kết quả điều trị', 'Outcomes'),
  small('discharge-types', 'dischargeTypes', codeSystems.dischargeType, 'Loại ra viện', 'Discharge types'),
  small('accidents', 'accidents', codeSystems.accident, 'Tai nạn thương tích', 'Accidents'),
  small('cost-groups', 'costGroups', codeSystems.costGroup, 'Nhóm chi phí', 'Cost groups'),
  small('scopes', 'scopes', codeSystems.scope, 'Phạm vi chi trả', 'Payment scopes'),
  small(
    'payment-methods',
    'paymentMethods',
    codeSystems.paymentMethod,
    'Phương thức thanh toán',
    'Payment methods',
  ),
  small(
    'funding-sources',
    'fundingSources',
    'https://mach.vn/fhir/CodeSystem/funding-source',
    'Nguồn chi trả',
    'Funding sources',
  ),
  small('anaesthesia', 'anaesthesia', codeSystems.anaesthesia, 'Phương pháp vô cảm', 'Anaesthesia'),
  small(
    'transfer-reasons',
    'transferReasons',
    codeSystems.transferReason,
    'Lý do chuyển cơ sở',
    'Transfer reasons',
  ),
  small('areas', 'areas', 'https://mach.vn/fhir/CodeSystem/area', 'Khu vực', 'Areas'),
  small('medicine-routes', 'medicineRoutes', codeSystems.route, 'Đường dùng thuốc', 'Routes of medicines'),
])

const byId = once(() => new Map<string, Catalogue>(catalogues().map((each) => [each.id, each])))

/** A catalogue by its name, or undefined for a name that came from outside and is none. */
export const catalogueNamed = (id: string): Catalogue | undefined => byId().get(id)
