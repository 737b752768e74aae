import { defineRule } from '../define-rule.ts'
import type { Values } from '../rule.types.ts'
import { annex, audit, inferred, seenInFiles, workbook } from './sources.ts'

const bloodGroups = ['7', '17']
const covered = { field: 'PHAM_VI', is: ['1', '3'] }
/** `1 viên/lần * 2 lần/ngày * 5 ngày [2 viên/ngày]`, as QĐ 4750 writes a dose. */
const dose = /^(\d+(?:[.,]\d+)?)\s*\S+\/lần\s*\*\s*(\d+)\s*lần\/ngày\s*\*\s*(\d+)\s*ngày/u

/** Drugs, blood, oxygen (XML2). */
export const drugRules = [
  defineRule({
    id: 'R-XML2-040',
    title: 'Nhóm chi phí của bảng thuốc là 4, 5, 6, 7 hoặc 17',
    severity: 'error',
    stop: 39,
    since: '4210',
    sentence:
      '{nơi} không phải nhóm thuốc, máu hay chế phẩm máu (4, 5, 6, 7, 17). Sửa nhóm chi phí trong HIS.',
    source: `${annex(2, 6)}; ${audit(39)}`,
    check: { kind: 'in', table: 'XML2', field: 'MA_NHOM', codes: ['4', '5', '6', '7', '17'] },
    good: { XML2: { MA_NHOM: '7', MA_BAC_SI: '000901/HCM-CCHN' } },
    bad: { XML2: { MA_NHOM: '1' } },
  }),
  defineRule({
    id: 'R-XML2-041',
    title: 'Mã thuốc đúng dạng mã hoạt chất dùng chung',
    sentence:
      '{nơi} không đúng dạng mã hoạt chất (ví dụ 40.154, phối hợp 40.154+40.155). Chọn mã từ danh mục dùng chung.',
    source: annex(2, 3),
    check: {
      kind: 'pattern',
      table: 'XML2',
      fields: ['MA_THUOC'],
      pattern: /^[0-9A-Z]+(?:[.+_-][0-9A-Z]+)*$/,
    },
    good: { XML2: { MA_THUOC: '40.17' } },
    bad: { XML2: { MA_THUOC: 'amoxi 500' } },
  }),
  defineRule({
    id: 'R-XML2-042',
    title: 'Thuốc ngoài danh mục (00.0000) không nằm trong phạm vi',
    sentence:
      '{nơi} ghi trong phạm vi BHYT dù mã thuốc là 00.0000 (ngoài danh mục). Sửa phạm vi thành 2 hoặc chọn mã hoạt chất.',
    source: annex(2, '3, 16'),
    check: {
      kind: 'in',
      table: 'XML2',
      field: 'PHAM_VI',
      codes: ['2', '3'],
      when: { field: 'MA_THUOC', is: ['00.0000'] },
    },
    good: { XML2: { MA_THUOC: '00.0000', PHAM_VI: '2' } },
    bad: { XML2: { PHAM_VI: '1', TT_THAU: '57/QĐ-TEST;G1;N2;2026', MA_BAC_SI: '000901/HCM-CCHN' } },
  }),
  defineRule({
    id: 'R-XML2-043',
    title: 'Đường dùng đúng dạng mã',
    sentence:
      '{nơi} không đúng dạng mã đường dùng (ví dụ 1.01 uống, 2.10 tiêm). Chọn mã từ danh mục dùng chung.',
    source: annex(2, 10),
    check: { kind: 'pattern', table: 'XML2', fields: ['DUONG_DUNG'], pattern: /^\d\.\d{2}$/ },
    good: { XML2: { DUONG_DUNG: '1.01' } },
    bad: { XML2: { DUONG_DUNG: 'uống' } },
  }),
  defineRule({
    id: 'R-XML2-044',
    title: 'Số lượng cấp không quá liều đã kê',
    severity: 'info',
    sentence: '{nơi} lớn hơn liều một lần × số lần × số ngày đã ghi ở LIEU_DUNG. Kiểm tra đơn thuốc.',
    source: `${annex(2, '12, 18')}; ${inferred}`,
    check: {
      kind: 'row-code',
      table: 'XML2',
      field: 'SO_LUONG',
      reads: ['LIEU_DUNG'],
      // In a ward the dose says one day and the quantity the whole stay.
      when: { field: 'MA_LOAI_KCB', of: 'XML1', is: ['01', '05'] },
      broken: ({ SO_LUONG, LIEU_DUNG }, visit) => {
        const m = dose.exec(LIEU_DUNG ?? '')
        if (!m) return false
        return visit.number(SO_LUONG) > Number(m[1]!.replace(',', '.')) * Number(m[2]) * Number(m[3]) + 1
      },
    },
    good: {
      XML1: { MA_LOAI_KCB: '01' },
      XML2: { LIEU_DUNG: '1 viên/lần * 2 lần/ngày * 7 ngày [2 viên/ngày]', SO_LUONG: '14' },
      XML3: { MA_NHOM: '13', MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội' },
    },
    bad: { XML2: { SO_LUONG: '28' } },
  }),
  defineRule({
    id: 'R-XML2-045',
    title: 'Số đăng ký không có dấu cách',
    sentence: '{nơi} có dấu cách. Ghi liền như trên giấy phép lưu hành.',
    source: annex(2, 14),
    check: { kind: 'pattern', table: 'XML2', fields: ['SO_DANG_KY'], pattern: /^\S+$/ },
    good: { XML2: { SO_DANG_KY: 'VD-00001-23' } },
    bad: { XML2: { SO_DANG_KY: 'VD - 00001 - 23' } },
  }),
  defineRule({
    id: 'R-XML2-046',
    title: 'Thuốc uống trong danh mục có số đăng ký',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống. Ghi số đăng ký lưu hành của thuốc.',
    source: `${workbook(2)}, chỉ tiêu 14 (có điều kiện)`,
    check: {
      kind: 'required',
      table: 'XML2',
      fields: ['SO_DANG_KY'],
      when: {
        all: [
          { field: 'MA_NHOM', is: ['4', '5', '6'] },
          { field: 'MA_THUOC', like: /^40\.(?!17$|573$)/ },
          covered,
        ],
      },
    },
    good: {
      XML2: {
        MA_NHOM: '4',
        MA_THUOC: '40.154',
        PHAM_VI: '1',
        SO_DANG_KY: 'VD-00001-23',
        TT_THAU: '57/QĐ-TEST;G1;N2;2026',
        MA_BAC_SI: '000901/HCM-CCHN',
      },
    },
    bad: { XML2: { SO_DANG_KY: null } },
  }),
  defineRule({
    id: 'R-XML2-047',
    title: 'Thuốc trong phạm vi có thông tin thầu',
    sentence: '{nơi} bị bỏ trống. Ghi số quyết định; gói; nhóm; năm (trừ máu và chế phẩm máu).',
    source: `${workbook(2)}, chỉ tiêu 15`,
    check: {
      kind: 'required',
      table: 'XML2',
      fields: ['TT_THAU'],
      when: {
        all: [
          { field: 'MA_NHOM', isNot: bloodGroups },
          { field: 'PHAM_VI', is: ['1'] },
        ],
      },
    },
    good: {
      XML2: { MA_NHOM: '4', PHAM_VI: '1', TT_THAU: '57/QĐ-TEST;G1;N2;2026', MA_BAC_SI: '000901/HCM-CCHN' },
    },
    bad: { XML2: { TT_THAU: null } },
  }),
  defineRule({
    id: 'R-XML2-048',
    title: 'Thông tin thầu thuốc đủ bốn phần',
    sentence:
      '{nơi} không đủ bốn phần quyết định; gói; nhóm; năm, cách nhau bằng dấu ;. Sửa danh mục thuốc trong HIS.',
    source: annex(2, 15),
    check: {
      kind: 'pattern',
      table: 'XML2',
      fields: ['TT_THAU'],
      pattern: /^[^;]+;[^;]*;[^;]*;\s*(?:19|20)?\d{2}\s*;?$/,
    },
    good: { XML2: { TT_THAU: '57/QĐ-TEST;G1;N2;2026' } },
    bad: { XML2: { TT_THAU: '57/QĐ-TEST' } },
  }),
  defineRule({
    id: 'R-XML2-049',
    title: 'Thuốc có bác sĩ chỉ định',
    blocksGoLive: true,
    since: '4210',
    sentence: '{nơi} bị bỏ trống. Ghi số giấy phép hành nghề của người chỉ định.',
    source: `${workbook(2)}, chỉ tiêu 32; ${seenInFiles}`,
    check: { kind: 'required', table: 'XML2', fields: ['MA_BAC_SI'], when: { field: 'MA_NHOM', set: true } },
    good: { XML2: { MA_NHOM: '4', MA_BAC_SI: '000901/HCM-CCHN' } },
    bad: { XML2: { MA_BAC_SI: null } },
  }),
  defineRule({
    id: 'R-XML2-050',
    title: 'Cơ sở cấp thuốc khác ghi đúng dạng',
    sentence: '{nơi} không đúng dạng C.XXXXX, K.XXXXX, M.XXXXX hay HC.XXXXX (XXXXX là mã cơ sở).',
    source: annex(2, 5),
    check: {
      kind: 'pattern',
      table: 'XML2',
      fields: ['MA_CSKCB_THUOC'],
      pattern: /^(?:C|K|M|HC)\.[0-9A-Z]{5}$/,
    },
    good: { XML2: { MA_CSKCB_THUOC: 'K.99902' } },
    bad: { XML2: { MA_CSKCB_THUOC: '99902' } },
  }),
  defineRule({
    id: 'R-XML2-051',
    title: 'Không có hai dòng thuốc giống hệt',
    sentence:
      '{nơi}: dòng giống hệt một dòng trước (thuốc, số đăng ký, giờ y lệnh, số lượng, liều). Kiểm tra có gửi lặp không.',
    source: seenInFiles,
    since: '4210',
    check: {
      kind: 'unique',
      table: 'XML2',
      field: 'MA_THUOC',
      by: [
        'MA_THUOC',
        'TEN_THUOC',
        'SO_DANG_KY',
        'NGAY_YL',
        'NGAY_TH_YL',
        'SO_LUONG',
        'DON_GIA',
        'LIEU_DUNG',
        'MA_BAC_SI',
        'TT_THAU',
        'MA_DICH_VU',
      ],
    },
    good: { XML2: [drug('1', '202608150850'), drug('2', '202608150905')] },
    bad: { XML2: [drug('1', '202608150850'), drug('2', '202608150850')] },
  }),
  defineRule({
    id: 'R-XML2-052',
    title: 'Thuốc đi kèm dịch vụ thì dịch vụ có ở bảng 3',
    sentence: '{nơi} không có ở bảng XML3. Chỉ ghi mã dịch vụ khi thuốc nằm trong giá của dịch vụ đó.',
    source: annex(2, 33),
    check: { kind: 'refers', table: 'XML2', field: 'MA_DICH_VU', to: { table: 'XML3', field: 'MA_DICH_VU' } },
    good: {
      XML2: { MA_DICH_VU: '03.4071.2039' },
      XML3: { MA_DICH_VU: '03.4071.2039', TEN_DICH_VU: 'Phẫu thuật mẫu' },
    },
    bad: { XML2: { MA_DICH_VU: '03.4072.2039' } },
  }),
  defineRule({
    id: 'R-XML2-053',
    title: 'Thuốc do nguồn khác chi thì quỹ không chi',
    severity: 'info',
    sentence: '{nơi} lớn hơn 0 dù nguồn chi trả thuốc không phải quỹ BHYT. Kiểm tra nguồn chi trả.',
    source: `${annex(2, 37)}; ${inferred}`,
    check: {
      kind: 'range',
      table: 'XML2',
      fields: ['T_BHTT'],
      max: 0,
      when: { field: 'NGUON_CTRA', is: ['2', '3', '4'] },
    },
    good: { XML2: { NGUON_CTRA: '3', T_BHTT: '0' } },
    bad: { XML2: { T_BHTT: '35280', MA_PTTT: '1' } },
  }),
  defineRule({
    id: 'R-XML2-054',
    title: 'Hàm lượng có con số',
    severity: 'info',
    sentence: '{nơi} không có con số nào. Ghi hàm lượng như trên nhãn thuốc (ví dụ 500mg).',
    source: annex(2, 9),
    check: {
      kind: 'pattern',
      table: 'XML2',
      fields: ['HAM_LUONG'],
      pattern: /\d/,
      when: { field: 'MA_THUOC', like: /^40\./ },
    },
    good: { XML2: { MA_THUOC: '40.154', HAM_LUONG: '500mg' } },
    bad: { XML2: { HAM_LUONG: 'viên' } },
  }),
]

function drug(stt: string, ordered: string): Values {
  return {
    STT: stt,
    MA_THUOC: '40.154',
    TEN_THUOC: 'Amoxicilin 500mg (mẫu)',
    SO_LUONG: '14',
    DON_GIA: '3150',
    NGAY_YL: ordered,
  }
}
