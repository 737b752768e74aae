import {
  acuteCases,
  acuteMedicines,
  type Case,
  chronicMedicines,
  illnessCodes,
  illnessTexts,
  inpatientCases,
  inpatientMedicines,
  type Medicine,
  type Panel,
  panels,
  type Test,
} from './medicine-cabinet.ts'
import { addToTotals, amountOf, type Money, money, noTotals, type Totals } from './money.ts'
import { ageOf, type Person, weightOf } from './people.ts'
import type { Random } from './random.ts'
import type { Habit, Row, TableXml } from './write-xml.ts'

export interface PretendFacility {
  readonly code: string
  readonly habit: Habit
}

export interface VisitPlan {
  readonly visitLinkId: string
  readonly localId: string
  readonly kind: 'acute' | 'chronic' | 'inpatient'
  readonly start: Date
  /** When the person walked out. */
  readonly left: Date
  /** When the visit ends on paper (NGAY_RA). */
  readonly end: Date
  readonly resources: number
}

export interface LabTruth {
  readonly code: string
  readonly value: number
}

export interface VisitTruth {
  readonly person: Person
  readonly kind: VisitPlan['kind']
  readonly visitType: string
  readonly start: string
  readonly end: string
  readonly diagnoses: readonly string[]
  readonly rows: {
    readonly medicines: number
    readonly services: number
    readonly results: number
    readonly notes: number
  }
  readonly labs: readonly LabTruth[]
  readonly systolic: number | null
  /** Đồng as decimal text. */
  readonly totals: {
    readonly hospital: string
    readonly insurance: string
    readonly patient: string
    readonly coPay: string
    readonly fund: string
  }
  /** As sent: some visits leave the citizen number or the card out. */
  readonly sent: { readonly citizenId: string | null; readonly insuranceCard: string | null }
}

export interface MadeVisit {
  readonly tables: readonly TableXml[]
  readonly truth: VisitTruth
}

const two = (n: number) => String(n).padStart(2, '0')

/** Local time in Vietnam as `yyyyMMddHHmm`; dates are handled as UTC shifted by seven hours. */
export function stamp(date: Date): string {
  const local = new Date(date.getTime() + 7 * 3_600_000)
  return `${local.getUTCFullYear()}${two(local.getUTCMonth() + 1)}${two(local.getUTCDate())}${two(local.getUTCHours())}${two(local.getUTCMinutes())}`
}
const later = (date: Date, minutes: number) => new Date(date.getTime() + minutes * 60_000)

const yearsSince2024 = (date: Date) => (date.getTime() - Date.UTC(2024, 0, 1)) / (365.25 * 86_400_000)

interface Making {
  readonly person: Person
  readonly facility: PretendFacility
  readonly plan: VisitPlan
  readonly random: Random
  readonly doctor: string
  readonly technician: string
  readonly codes: readonly string[]
  readonly department: string
  readonly labs: LabTruth[]
  totals: Totals
}

/** How many rows of each table make about the wanted number of FHIR resources. */
function rowCounts(wanted: number, kind: VisitPlan['kind']) {
  // Patient, organisation, departments, practitioners, encounter, coverage, conditions, weight, claim, appointment.
  const base = 13
  const left = Math.max(0, wanted - base)
  const notes = kind === 'acute' ? 0 : Math.min(2, Math.round(left / 14))
  const medicines = Math.min(kind === 'inpatient' ? 10 : 7, Math.max(1, Math.round((left - notes * 6) * 0.3)))
  const results = Math.max(0, left - notes * 6 - medicines)
  return { notes, medicines, results }
}

export function makeVisit(
  person: Person,
  facility: PretendFacility,
  plan: VisitPlan,
  random: Random,
): MadeVisit {
  const { kind } = plan
  const found: Case = kind === 'inpatient' ? random.pick(inpatientCases) : random.pick(acuteCases)
  const codes =
    kind === 'chronic' && person.illnesses.length
      ? person.illnesses.map((illness) => illnessCodes[illness])
      : [found.main, ...found.others, ...person.illnesses.slice(0, 1).map((illness) => illnessCodes[illness])]
  const text =
    kind === 'chronic' && person.illnesses.length
      ? person.illnesses.map((illness) => illnessTexts[illness]).join('; ')
      : found.text
  const counts = rowCounts(plan.resources, kind)
  const making: Making = {
    person,
    facility,
    plan,
    random,
    codes,
    doctor: `99${facility.code.slice(-2)}${two(random.whole(1, 12))}/NA-CCHN`,
    technician: `99${facility.code.slice(-2)}${two(random.whole(51, 56))}/NA-CCHN`,
    department: kind === 'inpatient' ? 'K03' : 'K01',
    labs: [],
    totals: noTotals,
  }
  const medicines = medicineRows(making, counts.medicines)
  const { services, results } = serviceRows(making, counts.results)
  const { notes, systolic } = noteRows(making, counts.notes)
  const sentId = random.chance(0.93) && ageOf(person, plan.start) >= 14
  const sentCard = sentId ? random.chance(0.97) : true
  const visitType = kind === 'inpatient' ? '03' : kind === 'chronic' ? '05' : '01'
  const said: Said = {
    text,
    reason: kind === 'chronic' ? 'Tái khám, lĩnh thuốc' : found.reason,
    visitType,
    sentId,
    sentCard,
  }
  const tables: TableXml[] = [
    { id: 'XML1', root: 'TONG_HOP', rows: [summaryRow(making, said)] },
    {
      id: 'XML2',
      root: 'CHITIEU_CHITIET_THUOC',
      list: 'DSACH_CHI_TIET_THUOC',
      item: 'CHI_TIET_THUOC',
      rows: medicines,
    },
    {
      id: 'XML3',
      root: 'CHITIEU_CHITIET_DVKT_VTYT',
      list: 'DSACH_CHI_TIET_DVKT',
      item: 'CHI_TIET_DVKT',
      rows: services,
    },
  ]
  if (results.length)
    tables.push({
      id: 'XML4',
      root: 'CHITIEU_CHITIET_DICHVUCANLAMSANG',
      list: 'DSACH_CHI_TIET_CLS',
      item: 'CHI_TIET_CLS',
      rows: results,
    })
  if (notes.length)
    tables.push({
      id: 'XML5',
      root: 'CHITIEU_CHITIET_DIENBIENLAMSANG',
      list: 'DSACH_CHI_TIET_DIEN_BIEN_BENH',
      item: 'CHI_TIET_DIEN_BIEN_BENH',
      rows: notes,
    })
  if (kind === 'inpatient') tables.push(...dischargePapers(making, said))
  if (kind === 'chronic') tables.push(appointmentSlip(making))
  return {
    tables,
    truth: truthOf(making, said, medicines.length, services.length, results.length, notes.length, systolic),
  }
}

interface Said {
  readonly text: string
  readonly reason: string
  readonly visitType: string
  readonly sentId: boolean
  readonly sentCard: boolean
}

/** Amounts every line of bảng 2 and 3 ends with. */
function shares(making: Making, line: Money): readonly (readonly [string, string])[] {
  making.totals = addToTotals(making.totals, line)
  return [
    ['T_NGUONKHAC_NSNN', '0'],
    ['T_NGUONKHAC_VTNN', '0'],
    ['T_NGUONKHAC_VTTN', '0'],
    ['T_NGUONKHAC_CL', '0'],
    ['T_NGUONKHAC', '0'],
    ['T_BNTT', amountOf(line.patient)],
    ['T_BNCCT', amountOf(line.coPay)],
    ['T_BHTT', amountOf(line.fund)],
  ]
}

function medicineRows(making: Making, wanted: number): Row[] {
  const { plan, random, person } = making
  const cabinet: readonly Medicine[] =
    plan.kind === 'chronic'
      ? chronicMedicines
      : plan.kind === 'inpatient'
        ? inpatientMedicines
        : acuteMedicines
  const rows: Row[] = []
  const first = random.whole(0, cabinet.length - 1)
  const ordered = stamp(later(plan.start, 45))
  for (let n = 0; n < Math.min(wanted, cabinet.length); n += 1) {
    const medicine = cabinet[(first + n) % cabinet.length]!
    const quantity =
      plan.kind === 'chronic'
        ? medicine.dose.includes('* 2 lần')
          ? 56
          : 28
        : medicine.unit === 'Lọ'
          ? random.whole(2, 10)
          : 10
    const line = money(medicine.price, quantity, medicine.price, person.benefit)
    rows.push([
      ['MA_LK', plan.visitLinkId],
      ['STT', String(n + 1)],
      ['MA_THUOC', medicine.code],
      ['MA_PP_CHEBIEN', ''],
      ['MA_CSKCB_THUOC', ''],
      ['MA_NHOM', '4'],
      ['TEN_THUOC', medicine.name],
      ['DON_VI_TINH', medicine.unit],
      ['HAM_LUONG', medicine.strength],
      ['DUONG_DUNG', medicine.route],
      ['DANG_BAO_CHE', ''],
      ['LIEU_DUNG', medicine.dose],
      ['CACH_DUNG', medicine.how],
      ['SO_DANG_KY', medicine.registration],
      ['TT_THAU', '57/QĐ-TEST;G1;N2;2026'],
      ['PHAM_VI', '1'],
      ['TYLE_TT_BH', '100'],
      ['SO_LUONG', String(quantity)],
      ['DON_GIA', String(medicine.price)],
      ['THANH_TIEN_BV', amountOf(line.hospital)],
      ['THANH_TIEN_BH', amountOf(line.insurance)],
      ...sharesWithBenefit(making, line),
      ['MA_KHOA', making.department],
      ['MA_BAC_SI', making.doctor],
      ['MA_DICH_VU', ''],
      ['NGAY_YL', ordered],
      ['NGAY_TH_YL', plan.kind === 'inpatient' && n < 1 ? stamp(later(plan.start, 75)) : ''],
      ['MA_PTTT', '1'],
      ['NGUON_CTRA', '1'],
      ['VET_THUONG_TP', ''],
      ['DU_PHONG', ''],
    ])
    making.totals = { ...making.totals, medicines: making.totals.medicines + line.hospital }
  }
  return rows
}

/** Bảng 2 puts MUC_HUONG between the other sources and what is paid; bảng 3 before them. */
function sharesWithBenefit(making: Making, line: Money): readonly (readonly [string, string])[] {
  const parts = shares(making, line)
  return [...parts.slice(0, 5), ['MUC_HUONG', String(making.person.benefit)], ...parts.slice(5)]
}

interface Service {
  readonly code: string
  readonly name: string
  readonly group: string
  readonly department: string
  readonly price: number
  readonly quantity: number
  readonly unit: string
  readonly device: string
  readonly bed: string
  readonly performed: boolean
}

function serviceRows(making: Making, wanted: number): { services: Row[]; results: Row[] } {
  const { plan, random } = making
  const services: Row[] = []
  const results: Row[] = []
  const add = (service: Service, at: Date, resultAt: string) =>
    services.push(serviceRow(making, service, services.length + 1, stamp(at), resultAt))
  add(
    {
      code: '02.1896',
      name: 'Khám Nội (mã mẫu)',
      group: '13',
      department: making.department,
      price: 37500,
      quantity: 1,
      unit: 'Lần',
      device: '',
      bed: '',
      performed: true,
    },
    later(plan.start, 5),
    '',
  )
  if (plan.kind === 'inpatient') {
    const days = Math.max(1, Math.round((plan.end.getTime() - plan.start.getTime()) / 86_400_000))
    add(
      {
        code: 'K03.1911',
        name: 'Ngày giường Nội khoa (mã mẫu)',
        group: '15',
        department: 'K03',
        price: 232900,
        quantity: days,
        unit: 'Ngày',
        device: '',
        bed: `H0${two(random.whole(1, 40))}`,
        performed: false,
      },
      later(plan.start, 60),
      '',
    )
  }
  // A panel makes an order, a report and its values; stop when the wanted number of resources is there.
  let left = wanted
  const order = plan.kind === 'chronic' ? panels : [...panels.slice(3), ...panels.slice(0, 3)]
  for (const panel of order) {
    if (left < 2 + panel.tests.length && (left < 3 || results.length)) continue
    const resultAt = later(plan.start, 70 + services.length)
    add(serviceOfPanel(panel, making), later(plan.start, 15), stamp(resultAt))
    for (const test of panel.tests.slice(0, Math.max(1, left - 2)))
      results.push(resultRow(making, panel, test, results.length + 1, stamp(resultAt)))
    left -= 2 + panel.tests.length
    if (left <= 0) break
  }
  return { services, results }
}

const serviceOfPanel = (panel: Panel, making: Making): Service => ({
  code: panel.service,
  name: panel.name,
  group: '1',
  department: panel.department,
  price: panel.price,
  quantity: 1,
  unit: 'Lần',
  device: `${panel.device}.1.${making.facility.code}.TEST01`,
  bed: '',
  performed: true,
})

function serviceRow(making: Making, service: Service, number: number, at: string, resultAt: string): Row {
  const { plan, person } = making
  // The hospital may ask a little more than the fund pays.
  const asked =
    service.group === '1' && making.facility.habit === 'plain' ? service.price + 1500 : service.price
  const line = money(asked, service.quantity, service.price, person.benefit)
  return [
    ['MA_LK', plan.visitLinkId],
    ['STT', String(number)],
    ['MA_DICH_VU', service.code],
    ['MA_PTTT_QT', ''],
    ['MA_VAT_TU', ''],
    ['MA_NHOM', service.group],
    ['GOI_VTYT', ''],
    ['TEN_VAT_TU', ''],
    ['TEN_DICH_VU', service.name],
    ['MA_XANG_DAU', ''],
    ['DON_VI_TINH', service.unit],
    ['PHAM_VI', '1'],
    ['SO_LUONG', String(service.quantity)],
    ['DON_GIA_BV', String(asked)],
    ['DON_GIA_BH', String(service.price)],
    ['TT_THAU', ''],
    ['TYLE_TT_DV', '100'],
    ['TYLE_TT_BH', '100'],
    ['THANH_TIEN_BV', amountOf(line.hospital)],
    ['THANH_TIEN_BH', amountOf(line.insurance)],
    ['T_TRANTT', ''],
    ['MUC_HUONG', String(person.benefit)],
    ...shares(making, line),
    ['MA_KHOA', service.department],
    ['MA_GIUONG', service.bed],
    ['MA_BAC_SI', making.doctor],
    ['NGUOI_THUC_HIEN', service.performed ? (service.group === '1' ? making.technician : making.doctor) : ''],
    ['MA_BENH', making.codes[0]!],
    ['MA_BENH_YHCT', ''],
    ['NGAY_YL', at],
    ['NGAY_TH_YL', service.performed ? at : ''],
    ['NGAY_KQ', resultAt],
    ['MA_PTTT', '1'],
    ['VET_THUONG_TP', ''],
    ['PP_VO_CAM', ''],
    ['VI_TRI_TH_DVKT', ''],
    ['MA_MAY', service.device],
    ['MA_HIEU_SP', ''],
    ['TAI_SU_DUNG', ''],
    ['DU_PHONG', ''],
  ]
}

/** Chronic values follow the person's own course; the rest vary around a mean. */
function resultOf(making: Making, test: Test): number {
  const { course } = making.person
  const years = yearsSince2024(making.plan.start)
  const { random } = making
  const hba1c = Math.max(4.8, course.hba1c + course.hba1cYear * years)
  switch (test.of) {
    case 'hba1c':
      return hba1c + random.wobble() * 0.12
    case 'glucose':
      return Math.max(3.6, 1.59 * hba1c - 2.59 + random.wobble() * 0.8)
    case 'creatinine':
      return Math.max(45, course.creatinine + course.creatinineYear * years + random.wobble() * 4)
    case 'plain':
      return Math.max(test.mean! * 0.3, test.mean! + random.wobble() * test.spread!)
  }
}

function resultRow(making: Making, panel: Panel, test: Test, number: number, at: string): Row {
  const text = resultOf(making, test).toFixed(test.decimals)
  making.labs.push({ code: test.code, value: Number(text) })
  // The inline vendor writes the decimal comma of the country.
  const written = making.facility.habit === 'inline-nfd' ? text.replace('.', ',') : text
  return [
    ['MA_LK', making.plan.visitLinkId],
    ['STT', String(number)],
    ['MA_DICH_VU', panel.service],
    ['MA_CHI_SO', test.code],
    ['TEN_CHI_SO', test.name],
    ['GIA_TRI', written],
    ['DON_VI_DO', test.unit],
    ['MO_TA', ''],
    ['KET_LUAN', ''],
    ['NGAY_KQ', at],
    ['MA_BS_DOC_KQ', making.technician],
    ['DU_PHONG', ''],
  ]
}

function noteRows(making: Making, wanted: number): { notes: Row[]; systolic: number | null } {
  const { plan, random, person } = making
  const years = yearsSince2024(plan.start)
  const systolic = Math.round(
    Math.max(95, person.course.systolic + person.course.systolicYear * years + random.wobble() * 6),
  )
  const notes: Row[] = []
  for (let n = 0; n < wanted; n += 1) {
    const pressure = `${n ? systolic - random.whole(0, 8) : systolic}/${Math.round(systolic * 0.6)}`
    const fever = plan.kind === 'inpatient' && n === 0
    const vital = `CSST<M${random.whole(68, 98)}_T${fever ? '38.4' : '36.8'}_HA${pressure}_NT${random.whole(16, 22)}_SP${random.whole(95, 99)}>`
    notes.push([
      ['MA_LK', plan.visitLinkId],
      ['STT', String(n + 1)],
      [
        'DIEN_BIEN_LS',
        `${fever ? 'Bệnh nhân tỉnh, sốt, mệt.' : 'Bệnh nhân tỉnh, tiếp xúc tốt, không sốt.'} ${vital}`,
      ],
      ['GIAI_DOAN_BENH', ''],
      ['HOI_CHAN', ''],
      ['PHAU_THUAT', ''],
      ['THOI_DIEM_DBLS', stamp(later(plan.start, 20 + n * 600))],
      ['NGUOI_THUC_HIEN', making.doctor],
      ['DU_PHONG', ''],
    ])
  }
  return { notes, systolic: wanted ? systolic : null }
}

function summaryRow(making: Making, said: Said): Row {
  const { person, plan, totals, codes, facility } = making
  const year = stamp(plan.left).slice(0, 4)
  const isInfant = ageOf(person, plan.start) < 1
  const days =
    plan.kind === 'acute'
      ? 0
      : plan.kind === 'chronic'
        ? 28
        : Math.round((plan.end.getTime() - plan.start.getTime()) / 86_400_000) + 1
  return [
    ['MA_LK', plan.visitLinkId],
    ['STT', '1'],
    ['MA_BN', plan.localId],
    ['HO_TEN', facility.habit === 'qd3176' ? person.fullName : person.fullName.toUpperCase()],
    ['SO_CCCD', said.sentId ? person.citizenId : ''],
    ['NGAY_SINH', `${person.birthDate.replace(/-/g, '')}${isInfant ? person.birthTime : '0000'}`],
    ['GIOI_TINH', person.sex === 'male' ? '1' : '2'],
    ['NHOM_MAU', plan.kind === 'inpatient' ? (person.bloodGroup ?? '') : ''],
    ['MA_QUOCTICH', '000'],
    ['MA_DANTOC', person.ethnicGroup],
    ['MA_NGHE_NGHIEP', '00000'],
    ['DIA_CHI', person.address],
    ['MATINH_CU_TRU', person.provinceCode],
    ['MAHUYEN_CU_TRU', ''],
    ['MAXA_CU_TRU', person.wardCode],
    ['DIEN_THOAI', person.phone],
    ['MA_THE_BHYT', said.sentCard ? person.insuranceCard : ''],
    ['MA_DKBD', said.sentCard ? facility.code : ''],
    ['GT_THE_TU', said.sentCard ? `${stamp(plan.start).slice(0, 4)}0101` : ''],
    ['GT_THE_DEN', said.sentCard ? `${year}1231` : ''],
    ['NGAY_MIEN_CCT', ''],
    ['LY_DO_VV', said.reason],
    ['LY_DO_VNT', plan.kind === 'inpatient' ? said.reason : ''],
    ['MA_LY_DO_VNT', ''],
    ['CHAN_DOAN_VAO', said.text],
    ['CHAN_DOAN_RV', `${codes[0]} - ${said.text}`],
    ['MA_BENH_CHINH', codes[0]!],
    ['MA_BENH_KT', codes.slice(1).join(';')],
    ['MA_BENH_YHCT', ''],
    ['MA_PTTT_QT', ''],
    ['MA_DOITUONG_KCB', '1.1'],
    ['MA_NOI_DI', ''],
    ['MA_NOI_DEN', ''],
    ['MA_TAI_NAN', '0'],
    ['NGAY_VAO', stamp(plan.start)],
    ['NGAY_VAO_NOI_TRU', plan.kind === 'inpatient' ? stamp(later(plan.start, 50)) : ''],
    ['NGAY_RA', stamp(plan.end)],
    ['GIAY_CHUYEN_TUYEN', ''],
    ['SO_NGAY_DTRI', String(days)],
    ['PP_DIEU_TRI', plan.kind === 'inpatient' ? 'Nội khoa' : 'Dùng thuốc'],
    ['KET_QUA_DTRI', '2'],
    ['MA_LOAI_RV', '1'],
    ['GHI_CHU', ''],
    // A visit that has not ended on paper is not settled: the field is empty until then.
    ['NGAY_TTOAN', plan.kind === 'chronic' ? '' : stamp(later(plan.end, 10))],
    ['T_THUOC', amountOf(totals.medicines)],
    ['T_VTYT', '0'],
    ['T_TONGCHI_BV', amountOf(totals.hospital)],
    ['T_TONGCHI_BH', amountOf(totals.insurance)],
    ['T_BNTT', amountOf(totals.patient)],
    ['T_BNCCT', amountOf(totals.coPay)],
    ['T_BHTT', amountOf(totals.fund)],
    ['T_NGUONKHAC', '0'],
    ['T_BHTT_GDV', amountOf(totals.fund)],
    ['NAM_QT', year],
    ['THANG_QT', String(Number(stamp(plan.left).slice(4, 6)))],
    ['MA_LOAI_KCB', said.visitType],
    ['MA_KHOA', making.department],
    ['MA_CSKCB', facility.code],
    ['MA_KHUVUC', ''],
    ['CAN_NANG', (weightOf(person, plan.start) + making.random.wobble() * (isInfant ? 0.1 : 0.5)).toFixed(2)],
    ['CAN_NANG_CON', ''],
    ['NAM_NAM_LIEN_TUC', ''],
    ['NGAY_TAI_KHAM', plan.kind === 'chronic' ? stamp(later(plan.start, 28 * 1440)).slice(0, 8) : ''],
    ['MA_HSBA', `${stamp(plan.start).slice(2, 4)}.${plan.visitLinkId.slice(-6)}`],
    [
      'MA_TTDV',
      facility.habit === 'qd3176' ? `99${facility.code.slice(-2)}00/NA-CCHN` : `99${facility.code}000`,
    ],
    ['DU_PHONG', ''],
  ]
}

function dischargePapers(making: Making, said: Said): TableXml[] {
  const { plan, facility } = making
  const head =
    facility.habit === 'qd3176' ? `99${facility.code.slice(-2)}00/NA-CCHN` : `99${facility.code}000`
  const diagnosis = `${making.codes[0]} - ${said.text}`
  return [
    {
      id: 'XML7',
      root: 'CHI_TIEU_DU_LIEU_GIAY_RA_VIEN',
      rows: [
        [
          ['MA_LK', plan.visitLinkId],
          ['SO_LUU_TRU', `${stamp(plan.start).slice(2, 4)}.${plan.visitLinkId.slice(-6)}`],
          ['MA_YTE', plan.localId],
          ['MA_KHOA_RV', making.department],
          ['NGAY_VAO', stamp(plan.start)],
          ['NGAY_RA', stamp(plan.end)],
          ['MA_DINH_CHI_THAI', '0'],
          ...(ageOf(making.person, plan.start) < 16
            ? ([
                ['HO_TEN_CHA', making.person.father],
                ['HO_TEN_ME', making.person.mother],
              ] as const)
            : []),
          ['CHAN_DOAN_RV', diagnosis],
          ['PP_DIEUTRI', 'Nội khoa'],
          ['GHI_CHU', 'Nghỉ ngơi, uống thuốc theo đơn, tái khám khi có bất thường'],
          ['MA_TTDV', head],
          ['MA_BS', making.doctor],
          ['TEN_BS', `BS Mẫu ${making.doctor.slice(4, 6)}`],
          ['NGAY_CT', stamp(plan.end).slice(0, 8)],
        ],
      ],
    },
    {
      id: 'XML8',
      root: 'CHI_TIEU_DU_LIEU_TOM_TAT_HO_SO_BENH_AN',
      rows: [
        [
          ['MA_LK', plan.visitLinkId],
          ['MA_LOAI_KCB', said.visitType],
          ['NGAY_VAO', stamp(plan.start)],
          ['NGAY_RA', stamp(plan.end)],
          ['CHAN_DOAN_VAO', said.text],
          ['CHAN_DOAN_RV', diagnosis],
          ['QT_BENHLY', `${said.reason}, vào viện điều trị`],
          ['TOMTAT_KQ', 'Công thức máu trong giới hạn, xem bảng kết quả'],
          ['PP_DIEUTRI', 'Nội khoa'],
          ['KET_QUA_DTRI', '2'],
          ['MA_TTDV', head],
          ['NGAY_CT', stamp(plan.end).slice(0, 8)],
        ],
      ],
    },
  ]
}

function appointmentSlip(making: Making): TableXml {
  const { plan, facility, person } = making
  const again = stamp(later(plan.start, 28 * 1440)).slice(0, 8)
  return {
    id: 'XML14',
    root: 'CHI_TIEU_GIAYHEN_KHAMLAI',
    rows: [
      [
        ['MA_LK', plan.visitLinkId],
        ['SO_GIAYHEN_KL', `GH${plan.visitLinkId.slice(-6)}`],
        ['MA_CSKCB', facility.code],
        ['HO_TEN', facility.habit === 'qd3176' ? person.fullName : person.fullName.toUpperCase()],
        ['NGAY_HEN_KL', facility.habit === 'qd3176' ? again : `${again}0800`],
        ['MA_BAC_SI', making.doctor],
        [
          'MA_TTDV',
          facility.habit === 'qd3176' ? `99${facility.code.slice(-2)}00/NA-CCHN` : `99${facility.code}000`,
        ],
        ['NGAY_CT', stamp(plan.start).slice(0, 8)],
      ],
    ],
  }
}

function truthOf(
  making: Making,
  said: Said,
  medicines: number,
  services: number,
  results: number,
  notes: number,
  systolic: number | null,
): VisitTruth {
  const { person, plan, totals } = making
  return {
    person,
    kind: plan.kind,
    visitType: said.visitType,
    start: stamp(plan.start),
    end: stamp(plan.end),
    diagnoses: making.codes,
    rows: { medicines, services, results, notes },
    labs: making.labs,
    systolic,
    totals: {
      hospital: amountOf(totals.hospital),
      insurance: amountOf(totals.insurance),
      patient: amountOf(totals.patient),
      coPay: amountOf(totals.coPay),
      fund: amountOf(totals.fund),
    },
    sent: {
      citizenId: said.sentId ? person.citizenId : null,
      insuranceCard: said.sentCard ? person.insuranceCard : null,
    },
  }
}
