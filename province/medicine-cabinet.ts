/** What the pretend province falls ill with and is treated with. Codes are plausible, prices invented. */

export interface Medicine {
  readonly code: string
  readonly name: string
  readonly strength: string
  readonly unit: string
  readonly route: string
  readonly dose: string
  readonly how: string
  /** Đồng, at most two decimals. */
  readonly price: number
  readonly registration: string
}

const pill = (
  code: string,
  name: string,
  strength: string,
  price: number,
  dose: string,
  how = 'Uống sau ăn',
): Medicine => ({
  code,
  name: `${name} ${strength} (mẫu)`,
  strength,
  unit: 'Viên',
  route: '1.01',
  dose,
  how,
  price,
  registration: `VD-9${code.replace(/\D/g, '').padStart(4, '0')}-24`,
})
const vial = (code: string, name: string, strength: string, price: number): Medicine => ({
  ...pill(code, name, strength, price, '1 lọ/lần * 2 lần/ngày * 01 ngày [2 lọ/ngày]', 'Tiêm tĩnh mạch chậm'),
  unit: 'Lọ',
  route: '2.10',
})

const twice = '1 viên/lần * 2 lần/ngày * 28 ngày [2 viên/ngày]'
const once = '1 viên/lần * 1 lần/ngày * 28 ngày [1 viên/ngày]'
const short = '1 viên/lần * 2 lần/ngày * 5 ngày [2 viên/ngày]'

export const chronicMedicines: readonly Medicine[] = [
  pill('40.805', 'Metformin', '850mg', 1750, twice),
  pill('40.491', 'Amlodipin', '5mg', 620.5, once, 'Uống buổi sáng'),
  pill('40.549', 'Atorvastatin', '20mg', 1480, once, 'Uống buổi tối'),
  pill('40.800', 'Gliclazid', '30mg', 2490, once, 'Uống trước ăn sáng'),
  pill('40.501', 'Enalapril', '5mg', 390.25, once, 'Uống buổi sáng'),
  pill('40.540', 'Acetylsalicylic acid', '81mg', 310, once, 'Uống sau ăn'),
  pill('40.519', 'Losartan', '50mg', 1190, once, 'Uống buổi sáng'),
]
export const acuteMedicines: readonly Medicine[] = [
  pill('40.48', 'Paracetamol', '500mg', 480.5, short, 'Khi sốt > 38,5°C'),
  pill('40.154', 'Amoxicilin', '500mg', 1150, short),
  pill('40.988', 'Acetylcystein', '200mg', 890, short, 'Pha với nước'),
  pill('40.88', 'Loratadin', '10mg', 560, short, 'Uống buổi tối'),
  pill('40.671', 'Omeprazol', '20mg', 740, short, 'Uống trước ăn'),
  pill('40.1057', 'Vitamin C', '500mg', 260, short),
  pill('40.719', 'Domperidon', '10mg', 420, short, 'Uống trước ăn'),
]
export const inpatientMedicines: readonly Medicine[] = [
  vial('40.181', 'Ceftriaxon', '1g', 24500),
  vial('40.1026', 'Natri clorid 0,9%', '500ml', 9800),
  vial('40.30', 'Paracetamol truyền', '1g', 14200),
  ...acuteMedicines,
]

export interface Test {
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly of: 'hba1c' | 'glucose' | 'creatinine' | 'plain'
  /** Mean and spread when `of` is plain. */
  readonly mean?: number
  readonly spread?: number
  readonly decimals: number
}
export interface Panel {
  readonly service: string
  readonly name: string
  readonly department: string
  readonly price: number
  readonly device: string
  readonly tests: readonly Test[]
}

const test = (
  code: string,
  name: string,
  unit: string,
  mean: number,
  spread: number,
  decimals = 1,
): Test => ({
  code,
  name,
  unit,
  of: 'plain',
  mean,
  spread,
  decimals,
})

export const panels: readonly Panel[] = [
  {
    service: '23.0083.1523',
    name: 'Định lượng HbA1c [Máu]',
    department: 'K37',
    price: 105300,
    device: 'SH',
    tests: [{ code: 'HBA1C', name: 'HbA1c', unit: '%', of: 'hba1c', decimals: 1 }],
  },
  {
    service: '23.0075.1494',
    name: 'Định lượng Glucose [Máu]',
    department: 'K37',
    price: 22400,
    device: 'SH',
    tests: [{ code: 'GLU', name: 'Glucose máu', unit: 'mmol/L', of: 'glucose', decimals: 1 }],
  },
  {
    service: '23.0051.1494',
    name: 'Định lượng Creatinin (máu)',
    department: 'K37',
    price: 22400,
    device: 'SH',
    tests: [{ code: 'CREA', name: 'Creatinin', unit: 'µmol/L', of: 'creatinine', decimals: 0 }],
  },
  {
    service: '22.0121.1369',
    name: 'Tổng phân tích tế bào máu ngoại vi (bằng máy đếm laser)',
    department: 'K36',
    price: 48400,
    device: 'HH',
    tests: [
      test('WBC', 'Số lượng bạch cầu', 'G/L', 8.2, 2.2),
      test('RBC', 'Số lượng hồng cầu', 'T/L', 4.6, 0.4, 2),
      test('HGB', 'Lượng huyết sắc tố', 'g/L', 136, 12, 0),
      test('HCT', 'Thể tích khối hồng cầu', '%', 41, 3),
      test('PLT', 'Số lượng tiểu cầu', 'G/L', 245, 55, 0),
      test('NEU%', 'Tỷ lệ % bạch cầu trung tính', '%', 62, 8),
      test('LYM%', 'Tỷ lệ % bạch cầu lympho', '%', 28, 6),
      test('MCV', 'Thể tích trung bình hồng cầu', 'fL', 88, 4),
    ],
  },
  {
    service: '23.0041.1506',
    name: 'Định lượng Cholesterol toàn phần (máu)',
    department: 'K37',
    price: 28000,
    device: 'SH',
    tests: [
      test('CHOL', 'Cholesterol toàn phần', 'mmol/L', 5.1, 0.9, 2),
      test('TG', 'Triglycerid', 'mmol/L', 1.9, 0.7, 2),
    ],
  },
  {
    service: '23.0020.1493',
    name: 'Đo hoạt độ AST, ALT (GOT, GPT) [Máu]',
    department: 'K37',
    price: 22400,
    device: 'SH',
    tests: [test('AST', 'AST (GOT)', 'U/L', 27, 9, 0), test('ALT', 'ALT (GPT)', 'U/L', 29, 11, 0)],
  },
]

export interface Case {
  readonly main: string
  readonly text: string
  readonly others: readonly string[]
  readonly reason: string
}

export const acuteCases: readonly Case[] = [
  {
    main: 'J06.9',
    text: 'Nhiễm trùng đường hô hấp trên cấp',
    others: [],
    reason: 'Ho, sổ mũi, đau họng 2 ngày',
  },
  { main: 'J20.9', text: 'Viêm phế quản cấp', others: [], reason: 'Ho, sốt 3 ngày' },
  { main: 'K29.7', text: 'Viêm dạ dày', others: [], reason: 'Đau thượng vị' },
  { main: 'M54.5', text: 'Đau cột sống thắt lưng', others: [], reason: 'Đau lưng 1 tuần' },
  {
    main: 'A97.0',
    text: 'Sốt xuất huyết Dengue không có dấu hiệu cảnh báo',
    others: [],
    reason: 'Sốt cao ngày thứ 3',
  },
  { main: 'H10.9', text: 'Viêm kết mạc', others: [], reason: 'Đỏ mắt' },
  { main: 'L20.9', text: 'Viêm da cơ địa', others: [], reason: 'Ngứa, nổi ban' },
]
export const inpatientCases: readonly Case[] = [
  { main: 'J18.9', text: 'Viêm phổi', others: ['R50.9'], reason: 'Sốt, ho, khó thở' },
  {
    main: 'A97.1',
    text: 'Sốt xuất huyết Dengue có dấu hiệu cảnh báo',
    others: ['E86'],
    reason: 'Sốt cao, đau bụng, mệt',
  },
  { main: 'K35.8', text: 'Viêm ruột thừa cấp', others: [], reason: 'Đau hố chậu phải' },
]

export const illnessCodes = { diabetes: 'E11.9', hypertension: 'I10', kidney: 'N18.3' } as const
export const illnessTexts = {
  diabetes: 'Đái tháo đường týp 2',
  hypertension: 'Tăng huyết áp',
  kidney: 'Bệnh thận mạn giai đoạn 3',
} as const
