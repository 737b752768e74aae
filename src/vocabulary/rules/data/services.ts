import { tidyIcd10 } from '#vocabulary/catalogues'
import { defineRule } from '../define-rule.ts'
import type { Values } from '../rule.types.ts'
import { partsOf } from '../visit.ts'
import { annex, audit, inferred, seenInFiles, workbook } from './sources.ts'

const group = (...is: string[]) => ({ field: 'MA_NHOM', is })
const supplies = group('10', '11')
/** Groups whose performer and time of performing the workbook asks for. */
const performed = group('1', '2', '3', '8', '18')
const beds = group('14', '15', '16')
const isService = { field: 'MA_VAT_TU', set: false }
const licence = /^(?!0+$)[^\s;,]{3,}$/
const device = /^(?:HH|VS|SH|SA|XQ|CL|MRI|PT|TT|DC|XT|SP|PET|XH|NS|DSA|ĐT)\.[123]\.[0-9A-Za-z]{5}\..+$/
const icd = /^[A-Z]\d{2}(?:\.[0-9A-Z]{1,3})?$/

const exam: Values = { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội (mã mẫu)', MA_NHOM: '13' }
const lab: Values = {
  MA_DICH_VU: '22.0121.1369',
  TEN_DICH_VU: 'Tổng phân tích tế bào máu',
  MA_NHOM: '1',
  MA_BAC_SI: '000901/HCM-CCHN',
  NGUOI_THUC_HIEN: '000903/HCM-CCHN',
  NGAY_YL: '202608150840',
  NGAY_TH_YL: '202608150850',
  NGAY_KQ: '202608150910',
  MA_MAY: 'HH.1.99901.TEST01',
}
const results = {
  XML4: {
    MA_DICH_VU: '22.0121.1369',
    TEN_CHI_SO: 'Bạch cầu',
    GIA_TRI: '7.7',
    DON_VI_DO: 'G/L',
    NGAY_KQ: '202608150910',
    MA_BS_DOC_KQ: '000903/HCM-CCHN',
  },
}
const bed: Values = {
  MA_DICH_VU: 'K03.1911',
  TEN_DICH_VU: 'Ngày giường Nội khoa (mã mẫu)',
  MA_NHOM: '15',
  MA_KHOA: 'K03',
  MA_GIUONG: 'H012',
  SO_LUONG: '1',
}
const supply: Values = {
  MA_VAT_TU: 'N03.05.010.TEST',
  TEN_VAT_TU: 'Vật tư mẫu',
  MA_NHOM: '10',
  PHAM_VI: '1',
  TT_THAU: '33/QĐ-TEST;G2;N1;2026',
}
const surgery: Values = {
  MA_DICH_VU: '03.4071.2039',
  TEN_DICH_VU: 'Phẫu thuật nội soi cắt ruột thừa',
  MA_NHOM: '8',
  MA_PTTT_QT: '47.01',
  PP_VO_CAM: '1',
  NGUOI_THUC_HIEN: '000901/HCM-CCHN',
  NGAY_YL: '202608150840',
  NGAY_TH_YL: '202608150850',
}
const surgeryNote = { XML5: { PHAU_THUAT: 'Nội soi cắt ruột thừa', THOI_DIEM_DBLS: '202608150900' } }

/** Services, beds, supplies (XML3). */
export const serviceRules = [
  defineRule({
    id: 'R-XML3-040',
    title: 'Dòng có mã dịch vụ hoặc mã vật tư',
    severity: 'error',
    since: '4210',
    sentence: '{nơi} và mã vật tư cùng bị bỏ trống. Mỗi dòng là một dịch vụ hoặc một vật tư.',
    source: `${workbook(3)}, chỉ tiêu 3, 5`,
    check: {
      kind: 'required',
      table: 'XML3',
      fields: ['MA_DICH_VU'],
      when: { all: [isService, { field: 'MA_NHOM', set: true }] },
    },
    good: { XML3: exam },
    bad: { XML3: { MA_DICH_VU: null, TEN_DICH_VU: null } },
  }),
  defineRule({
    id: 'R-XML3-041',
    title: 'Nhóm vật tư (10, 11) có mã vật tư',
    severity: 'error',
    since: '4210',
    sentence: '{nơi} bị bỏ trống dù nhóm chi phí là vật tư. Ghi mã vật tư do cổng BHXH cấp.',
    source: `${workbook(3)}, chỉ tiêu 5`,
    check: { kind: 'required', table: 'XML3', fields: ['MA_VAT_TU'], when: supplies },
    good: { XML3: supply },
    bad: {
      XML3: { MA_VAT_TU: null, TEN_VAT_TU: null, MA_DICH_VU: '03.4071.2039', TEN_DICH_VU: 'Phẫu thuật mẫu' },
    },
  }),
  defineRule({
    id: 'R-XML3-042',
    title: 'Dịch vụ có tên',
    sentence: '{nơi} bị bỏ trống dù có mã dịch vụ. Ghi tên dịch vụ theo danh mục.',
    source: `${workbook(3)}, chỉ tiêu 9`,
    check: {
      kind: 'required',
      table: 'XML3',
      fields: ['TEN_DICH_VU'],
      when: { all: [isService, { field: 'MA_DICH_VU', set: true }] },
    },
    good: { XML3: { MA_DICH_VU: '02.1898', TEN_DICH_VU: 'Khám Nội' } },
    bad: { XML3: { TEN_DICH_VU: null } },
  }),
  defineRule({
    id: 'R-XML3-043',
    title: 'Vật tư có tên',
    sentence: '{nơi} bị bỏ trống dù có mã vật tư. Ghi tên thương mại của vật tư.',
    source: `${workbook(3)}, chỉ tiêu 8`,
    check: {
      kind: 'required',
      table: 'XML3',
      fields: ['TEN_VAT_TU'],
      when: { field: 'MA_VAT_TU', set: true },
    },
    good: { XML3: supply },
    bad: { XML3: { TEN_VAT_TU: null } },
  }),
  defineRule({
    id: 'R-XML3-044',
    title: 'Vận chuyển có mã xăng dầu',
    sentence: '{nơi} bị bỏ trống dù dòng là vận chuyển (nhóm 12). Ghi mã xăng, dầu.',
    source: `${workbook(3)}, chỉ tiêu 10`,
    check: { kind: 'required', table: 'XML3', fields: ['MA_XANG_DAU'], when: group('12') },
    good: {
      XML3: { MA_NHOM: '12', MA_DICH_VU: 'VC.99906', TEN_DICH_VU: 'Vận chuyển mẫu', MA_XANG_DAU: 'XD01' },
    },
    bad: { XML3: { MA_XANG_DAU: null } },
  }),
  defineRule({
    id: 'R-XML3-045',
    title: 'Vật tư trong danh mục có thông tin thầu',
    sentence: '{nơi} bị bỏ trống dù dòng là vật tư trong danh mục (nhóm 10). Ghi quyết định; gói; nhóm; năm.',
    source: `${workbook(3)}, chỉ tiêu 16`,
    check: {
      kind: 'required',
      table: 'XML3',
      fields: ['TT_THAU'],
      when: { all: [group('10'), { field: 'PHAM_VI', is: ['1'] }] },
    },
    good: { XML3: supply },
    bad: { XML3: { TT_THAU: null } },
  }),
  defineRule({
    id: 'R-XML3-046',
    title: 'Xét nghiệm, hình ảnh, thăm dò, phẫu thuật, thủ thuật có người thực hiện',
    blocksGoLive: true,
    sentence:
      '{nơi} bị bỏ trống. Ghi số giấy phép hành nghề của người thực hiện, nhiều người cách nhau bằng dấu ;.',
    source: `${workbook(3)}, chỉ tiêu 34; ${seenInFiles}`,
    check: {
      kind: 'required',
      table: 'XML3',
      fields: ['NGUOI_THUC_HIEN'],
      when: { all: [performed, isService] },
    },
    good: { XML3: lab, ...results },
    bad: { XML3: { NGUOI_THUC_HIEN: null } },
  }),
  defineRule({
    id: 'R-XML3-047',
    title: 'Xét nghiệm, hình ảnh, thăm dò, phẫu thuật, thủ thuật có giờ thực hiện',
    sentence: '{nơi} bị bỏ trống. Ghi giờ thực hiện y lệnh.',
    source: `${workbook(3)}, chỉ tiêu 38`,
    check: { kind: 'required', table: 'XML3', fields: ['NGAY_TH_YL'], when: { all: [performed, isService] } },
    good: { XML3: lab, ...results },
    bad: { XML3: { NGAY_TH_YL: null } },
  }),
  defineRule({
    id: 'R-XML3-048',
    title: 'Mã người thực hiện đúng dạng số giấy phép hành nghề',
    sentence:
      '{nơi} không phải số chứng chỉ hay giấy phép hành nghề. Ghi số đầy đủ, nhiều người cách nhau bằng dấu ;.',
    source: annex(3, 34),
    check: { kind: 'pattern', table: 'XML3', fields: ['NGUOI_THUC_HIEN'], pattern: licence, list: true },
    good: { XML3: lab, ...results },
    bad: { XML3: { NGUOI_THUC_HIEN: 'BS A' } },
  }),
  defineRule({
    id: 'R-XML3-049',
    title: 'Ngày giường có mã giường',
    sentence: '{nơi} bị bỏ trống dù dòng là ngày giường. Ghi mã giường đã nằm.',
    source: `${annex(3, 32)}; ${inferred}`,
    check: { kind: 'required', table: 'XML3', fields: ['MA_GIUONG'], when: group('15', '16') },
    good: { XML3: bed, XML1: { MA_LOAI_KCB: '06', SO_NGAY_DTRI: '1' }, XML5: {}, XML8: {} },
    bad: { XML3: { MA_GIUONG: null } },
  }),
  defineRule({
    id: 'R-XML3-050',
    title: 'Mã giường là H, T, C hoặc K và ba chữ số',
    sentence:
      '{nơi} không đúng dạng mã giường (H kế hoạch, T kê thêm, C theo yêu cầu, K khác, rồi ba chữ số).',
    source: annex(3, 32),
    check: { kind: 'pattern', table: 'XML3', fields: ['MA_GIUONG'], pattern: /^[HTCK]\d{3}$/, list: true },
    good: { XML3: bed, XML1: { MA_LOAI_KCB: '06', SO_NGAY_DTRI: '1' }, XML5: {}, XML8: {} },
    bad: { XML3: { MA_GIUONG: '12' } },
  }),
  defineRule({
    id: 'R-XML3-051',
    title: 'Xét nghiệm, hình ảnh, thăm dò có mã máy',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống. Ghi mã máy đã thực hiện nếu dịch vụ dùng máy.',
    source: annex(3, 44),
    check: {
      kind: 'required',
      table: 'XML3',
      fields: ['MA_MAY'],
      when: { all: [group('1', '2', '3'), isService] },
    },
    good: { XML3: lab, ...results },
    bad: { XML3: { MA_MAY: null } },
  }),
  defineRule({
    id: 'R-XML3-052',
    title: 'Mã máy đúng dạng nhóm.nguồn.cơ sở.số máy',
    sentence: '{nơi} không đúng dạng mã máy (ví dụ XQ.1.99901.SN01). Sửa danh mục máy trong HIS.',
    source: annex(3, 44),
    check: { kind: 'pattern', table: 'XML3', fields: ['MA_MAY'], pattern: device, list: true },
    good: { XML3: lab, ...results },
    bad: { XML3: { MA_MAY: 'MAYXQ01' } },
  }),
  defineRule({
    id: 'R-XML3-053',
    title: 'Máy thuộc cơ sở thực hiện',
    severity: 'info',
    sentence: '{nơi} ghi mã máy của cơ sở khác dù dịch vụ không gửi đi. Kiểm tra danh mục máy trong HIS.',
    source: `${annex(3, 44)}; ${inferred}`,
    check: {
      kind: 'row-code',
      table: 'XML3',
      field: 'MA_MAY',
      reads: ['MA_DICH_VU', 'MA_CSKCB'],
      broken: ({ MA_MAY, MA_DICH_VU }, { summary }) =>
        // `.K.99906` behind a service code: done elsewhere.
        summary.MA_CSKCB !== undefined &&
        !/\.[A-Z]\.[0-9A-Za-z]{5}$/.test(MA_DICH_VU ?? '') &&
        partsOf(MA_MAY).some((code) => device.test(code) && code.split('.')[2] !== summary.MA_CSKCB),
    },
    good: { XML1: { MA_CSKCB: '99901' }, XML3: lab, ...results },
    bad: { XML3: { MA_MAY: 'HH.1.99906.TEST01' } },
  }),
  defineRule({
    id: 'R-XML3-054',
    title: 'Mã dịch vụ đúng dạng mã tương đương',
    sentence:
      '{nơi} không đúng dạng mã dịch vụ dùng chung (ví dụ 18.0119.0028, 02.1898, K03.1911). Chọn mã từ danh mục.',
    source: annex(3, 3),
    check: {
      kind: 'pattern',
      table: 'XML3',
      fields: ['MA_DICH_VU'],
      pattern:
        /^(?:\d{2}|K\d{2}|BC|VC|HC)(?:\.[0-9A-Z]{1,5}){1,4}(?:_(?:GT|TB|TT))?(?:\.[A-Z]\.[0-9A-Za-z]{5})?$/,
      when: isService,
    },
    good: { XML3: { MA_DICH_VU: '18.0119.0028_GT', TEN_DICH_VU: 'Dịch vụ mẫu' } },
    bad: { XML3: { MA_DICH_VU: 'XQ NGUC' } },
  }),
  defineRule({
    id: 'R-XML3-055',
    title: 'Ngày giường dùng mã của khoa (Kxx)',
    severity: 'info',
    sentence: '{nơi} không bắt đầu bằng mã khoa Kxx dù dòng là ngày giường. Kiểm tra danh mục giường.',
    source: `${annex(3, '3, 6')}; ${inferred}`,
    check: {
      kind: 'pattern',
      table: 'XML3',
      fields: ['MA_DICH_VU'],
      pattern: /^K\d{2}\./,
      when: { all: [group('15'), isService] },
    },
    good: { XML3: bed, XML1: { MA_LOAI_KCB: '06', SO_NGAY_DTRI: '1' }, XML5: {}, XML8: {} },
    bad: { XML3: { MA_DICH_VU: '03.1911' } },
  }),
  defineRule({
    id: 'R-XML3-056',
    title: 'Ngày giường ghi đúng khoa của mã giường',
    severity: 'info',
    sentence: '{nơi} khác với khoa trong mã ngày giường. Kiểm tra khoa thực hiện hoặc mã ngày giường.',
    source: inferred,
    check: {
      kind: 'row-code',
      table: 'XML3',
      field: 'MA_KHOA',
      reads: ['MA_DICH_VU', 'MA_NHOM'],
      when: group('15'),
      broken: ({ MA_KHOA, MA_DICH_VU }) =>
        MA_KHOA !== undefined &&
        /^K\d{2}\./.test(MA_DICH_VU ?? '') &&
        MA_KHOA.slice(0, 3) !== MA_DICH_VU!.slice(0, 3),
    },
    good: { XML3: bed, XML1: { MA_LOAI_KCB: '06', SO_NGAY_DTRI: '1' }, XML5: {}, XML8: {} },
    bad: { XML3: { MA_KHOA: 'K19' } },
  }),
  defineRule({
    id: 'R-XML3-057',
    title: 'Vận chuyển dùng mã VC',
    sentence: '{nơi} không bắt đầu bằng VC dù dòng là vận chuyển (nhóm 12). Dùng mã VC và mã cơ sở nhận.',
    source: annex(3, 3),
    check: { kind: 'pattern', table: 'XML3', fields: ['MA_DICH_VU'], pattern: /^VC\./, when: group('12') },
    good: {
      XML3: { MA_NHOM: '12', MA_DICH_VU: 'VC.99906', TEN_DICH_VU: 'Vận chuyển mẫu', MA_XANG_DAU: 'XD01' },
    },
    bad: { XML3: { MA_DICH_VU: '02.1898' } },
  }),
  defineRule({
    id: 'R-XML3-058',
    title: 'Phẫu thuật có phương pháp vô cảm',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống dù dòng là phẫu thuật (nhóm 8). Ghi 1 gây mê, 2 gây tê, 3 châm tê, 4 khác.',
    source: `${annex(3, 42)}; ${inferred}`,
    check: { kind: 'required', table: 'XML3', fields: ['PP_VO_CAM'], when: { all: [group('8'), isService] } },
    good: { XML3: surgery, ...surgeryNote },
    bad: { XML3: { PP_VO_CAM: null } },
  }),
  defineRule({
    id: 'R-XML3-059',
    title: 'Phẫu thuật có mã quốc tế ICD-9-CM',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống dù dòng là phẫu thuật (nhóm 8). Ghi mã ICD-9-CM theo bảng ánh xạ.',
    source: `${annex(3, 4)}; QĐ 4440/QĐ-BYT (2020)`,
    check: {
      kind: 'required',
      table: 'XML3',
      fields: ['MA_PTTT_QT'],
      when: { all: [group('8'), isService] },
    },
    good: { XML3: surgery, ...surgeryNote },
    bad: { XML3: { MA_PTTT_QT: null } },
  }),
  defineRule({
    id: 'R-XML3-060',
    title: 'Mã quốc tế của dịch vụ đúng dạng ICD-9-CM',
    sentence: '{nơi} không đúng dạng mã ICD-9-CM tập 3 (ví dụ 47.01). Chọn mã từ danh mục.',
    source: annex(3, 4),
    check: {
      kind: 'pattern',
      table: 'XML3',
      fields: ['MA_PTTT_QT'],
      pattern: /^\d{2}(?:\.\d{1,3})?$/,
      list: true,
    },
    good: { XML3: surgery, ...surgeryNote },
    bad: { XML3: { MA_PTTT_QT: 'PT01' } },
  }),
  defineRule({
    id: 'R-XML3-061',
    title: 'Gói vật tư ghi G1, G2 …',
    sentence: '{nơi} không đúng dạng G và số (G1, G2 …).',
    source: annex(3, 7),
    check: { kind: 'pattern', table: 'XML3', fields: ['GOI_VTYT'], pattern: /^G\d{1,2}$/ },
    good: { XML3: { ...exam, GOI_VTYT: 'G1' } },
    bad: { XML3: { GOI_VTYT: '1' } },
  }),
  defineRule({
    id: 'R-XML3-062',
    title: 'Xét nghiệm, hình ảnh, thăm dò có giờ kết quả',
    severity: 'info',
    sentence: '{nơi} bị bỏ trống. Ghi giờ có kết quả.',
    source: annex(3, 39),
    check: {
      kind: 'required',
      table: 'XML3',
      fields: ['NGAY_KQ'],
      when: { all: [group('1', '2', '3'), isService] },
    },
    good: { XML3: lab, ...results },
    bad: { XML3: { NGAY_KQ: null } },
  }),
  defineRule({
    id: 'R-XML3-063',
    title: 'Kết quả không trước y lệnh',
    severity: 'error',
    since: '4210',
    sentence: '{nơi} sớm hơn giờ y lệnh. Sửa giờ kết quả hoặc giờ y lệnh trong HIS.',
    source: annex(3, '37, 39'),
    check: { kind: 'time', table: 'XML3', field: 'NGAY_KQ', must: 'not-before', than: { field: 'NGAY_YL' } },
    good: { XML3: lab, ...results },
    bad: { XML3: { NGAY_KQ: '202608150835' } },
    alsoBreaks: ['R-XML3-064'],
  }),
  defineRule({
    id: 'R-XML3-064',
    title: 'Kết quả không trước khi thực hiện',
    sentence: '{nơi} sớm hơn giờ thực hiện. Sửa giờ kết quả hoặc giờ thực hiện trong HIS.',
    source: annex(3, '38, 39'),
    check: {
      kind: 'time',
      table: 'XML3',
      field: 'NGAY_KQ',
      must: 'not-before',
      than: { field: 'NGAY_TH_YL' },
    },
    good: { XML3: lab, ...results },
    bad: { XML3: { NGAY_KQ: '202608150845' } },
  }),
  defineRule({
    id: 'R-XML3-065',
    title: 'Kết quả có trong đợt điều trị',
    severity: 'info',
    sentence:
      '{nơi} muộn hơn ngày giờ ra. Kiểm tra, trừ xét nghiệm trả kết quả sau (nuôi cấy, giải phẫu bệnh).',
    source: inferred,
    check: {
      kind: 'time',
      table: 'XML3',
      field: 'NGAY_KQ',
      must: 'not-after',
      than: { of: 'XML1', field: 'NGAY_RA' },
    },
    good: { XML3: lab, ...results },
    bad: { XML3: { NGAY_KQ: '202608170910' } },
  }),
  defineRule({
    id: 'R-XML3-066',
    title: 'Khám bệnh, lĩnh thuốc không có ngày giường nội trú',
    severity: 'error',
    since: '4210',
    sentence:
      '{nơi} là ngày giường nội trú nhưng loại hình là khám bệnh hay lĩnh thuốc. Sửa loại hình hoặc bỏ dòng.',
    source: 'Danh mục loại hình KCB (QĐ 824/QĐ-BYT 2023), mã 01, 05, 07; danh mục nhóm chi phí, mã 15',
    check: {
      kind: 'pattern',
      table: 'XML3',
      fields: ['MA_NHOM'],
      pattern: /^(?!15$)/,
      when: { field: 'MA_LOAI_KCB', of: 'XML1', is: ['01', '05', '07'] },
    },
    good: { XML1: { MA_LOAI_KCB: '01' }, XML3: exam },
    bad: { XML3: { MA_NHOM: '15', MA_DICH_VU: 'K03.1911', MA_GIUONG: 'H012', SO_LUONG: '1' } },
    alsoBreaks: ['R-VISIT-021'],
  }),
  defineRule({
    id: 'R-XML3-067',
    title: 'Tổng ngày giường không quá số ngày điều trị',
    sentence:
      '{nơi}: tổng ngày giường của đợt lớn hơn số ngày điều trị ở XML1. Kiểm tra các dòng ngày giường.',
    source: `${annex(3, 13)}; ${annex(1, 39)}`,
    since: '4750',
    check: {
      kind: 'visit-code',
      table: 'XML3',
      field: 'SO_LUONG',
      reads: ['MA_NHOM', 'SO_NGAY_DTRI'],
      find: (visit, found) => {
        const days = visit.number(visit.summary.SO_NGAY_DTRI)
        let sum = 0
        for (const { row, values } of visit.rows('XML3')) {
          if (values.MA_NHOM !== '14' && values.MA_NHOM !== '15') continue
          sum += visit.number(values.SO_LUONG) || 0
          if (sum > days + 0.001) return found(row)
        }
      },
    },
    good: { XML1: { MA_LOAI_KCB: '06', SO_NGAY_DTRI: '1' }, XML3: bed, XML5: {}, XML8: {} },
    bad: { XML3: { SO_LUONG: '3' } },
  }),
  defineRule({
    id: 'R-XML3-068',
    title: 'Mỗi dòng một stent',
    stop: 14,
    since: '4210',
    sentence: '{nơi} lớn hơn 1 với stent. Ghi mỗi stent một dòng, số lượng 1.',
    source: audit(14),
    check: {
      kind: 'range',
      table: 'XML3',
      fields: ['SO_LUONG'],
      max: 1,
      when: {
        all: [
          { field: 'TEN_VAT_TU', like: /\bstent\b/i },
          { field: 'MA_VAT_TU', set: true },
        ],
      },
    },
    good: { XML3: { ...supply, TEN_VAT_TU: 'Stent mạch vành (mẫu)', SO_LUONG: '1' } },
    bad: { XML3: { SO_LUONG: '2' } },
  }),
  defineRule({
    id: 'R-XML3-069',
    title: 'Không có hai dòng dịch vụ giống hệt',
    since: '4210',
    sentence:
      '{nơi}: cùng dịch vụ, cùng giờ, cùng người thực hiện với một dòng trước. Kiểm tra có gửi lặp không.',
    source: seenInFiles,
    check: {
      kind: 'unique',
      table: 'XML3',
      field: 'MA_DICH_VU',
      by: [
        'MA_DICH_VU',
        'TEN_DICH_VU',
        'NGAY_YL',
        'NGAY_TH_YL',
        'NGUOI_THUC_HIEN',
        'MA_MAY',
        'VI_TRI_TH_DVKT',
        'MA_GIUONG',
        'SO_LUONG',
        'TYLE_TT_DV',
        'MA_KHOA',
      ],
      when: { all: [isService, { field: 'NGAY_YL', set: true }] },
    },
    good: {
      XML3: [
        { ...exam, STT: '1', NGAY_YL: '202608150835' },
        { ...exam, STT: '2', NGAY_YL: '202608150900' },
      ],
    },
    bad: {
      XML3: [
        { ...exam, STT: '1', NGAY_YL: '202608150835' },
        { ...exam, STT: '2', NGAY_YL: '202608150835' },
      ],
    },
  }),
  defineRule({
    id: 'R-XML3-070',
    title: 'Mã bệnh của dịch vụ đúng dạng ICD-10',
    sentence: '{nơi} không đúng dạng mã ICD-10 (ví dụ J20.9). Chọn mã từ danh mục.',
    source: annex(3, 35),
    check: {
      kind: 'row-code',
      table: 'XML3',
      field: 'MA_BENH',
      reads: [],
      broken: ({ MA_BENH }) => partsOf(MA_BENH).some((code) => !icd.test(tidyIcd10(code))),
    },
    good: { XML3: { ...exam, MA_BENH: 'J20.9' } },
    bad: { XML3: { MA_BENH: 'viêm phổi' } },
  }),
  defineRule({
    id: 'R-XML3-071',
    title: 'Mã bệnh của dịch vụ có trong chẩn đoán của đợt',
    severity: 'info',
    sentence: '{nơi} không có trong bệnh chính và bệnh kèm theo ở XML1. Kiểm tra chẩn đoán.',
    source: inferred,
    check: {
      kind: 'row-code',
      table: 'XML3',
      field: 'MA_BENH',
      reads: ['MA_BENH_CHINH', 'MA_BENH_KT'],
      broken: ({ MA_BENH }, visit) => {
        if (visit.summary.MA_BENH_CHINH === undefined) return false
        const [main, others] = [visit.valuesOf('XML1', 'MA_BENH_CHINH'), visit.valuesOf('XML1', 'MA_BENH_KT')]
        return partsOf(MA_BENH).some((code) => !main.has(code) && !others.has(code))
      },
    },
    good: { XML1: { MA_BENH_CHINH: 'K35.8', MA_BENH_KT: 'I10' }, XML3: { ...exam, MA_BENH: 'I10' } },
    bad: { XML3: { MA_BENH: 'J20.9' } },
  }),
  defineRule({
    id: 'R-XML3-072',
    title: 'Vật tư tái sử dụng chỉ ghi 1 hoặc để trống',
    sentence: '{nơi} chỉ ghi 1 khi vật tư được tái sử dụng; nếu không thì để trống.',
    source: annex(3, 46),
    check: { kind: 'in', table: 'XML3', field: 'TAI_SU_DUNG', codes: ['1'] },
    good: { XML3: { ...supply, TAI_SU_DUNG: '1' } },
    bad: { XML3: { TAI_SU_DUNG: '0' } },
  }),
  defineRule({
    id: 'R-XML3-073',
    title: 'Phẫu thuật có mô tả ở diễn biến (XML5)',
    severity: 'info',
    sentence:
      '{nơi} là phẫu thuật nhưng bảng XML5 không có mô tả phẫu thuật (PHAU_THUAT). Bổ sung tường trình.',
    source: `QĐ 4750/QĐ-BYT (2023), phụ lục, bảng 5, chỉ tiêu 6; ${inferred}`,
    check: {
      kind: 'row-code',
      table: 'XML3',
      field: 'MA_DICH_VU',
      reads: ['MA_NHOM', 'PHAU_THUAT'],
      when: { all: [group('8'), isService] },
      broken: (_, visit) => visit.valuesOf('XML5', 'PHAU_THUAT').size === 0,
    },
    good: { XML3: surgery, ...surgeryNote },
    bad: { XML5: null },
  }),
  defineRule({
    id: 'R-XML3-074',
    title: 'Xét nghiệm, hình ảnh, thăm dò có kết quả ở XML4',
    sentence: '{nơi} không có dòng kết quả nào ở bảng XML4. Gửi kết quả của mọi cận lâm sàng đã làm.',
    source: 'QĐ 4750/QĐ-BYT (2023), phụ lục, bảng 4',
    check: {
      kind: 'refers',
      table: 'XML3',
      field: 'MA_DICH_VU',
      to: { table: 'XML4', field: 'MA_DICH_VU' },
      when: { all: [group('1', '2', '3'), isService] },
    },
    good: { XML3: lab, ...results },
    bad: { XML4: null },
  }),
  defineRule({
    id: 'R-XML3-075',
    title: 'Một người không làm hai phẫu thuật cùng một lúc',
    severity: 'info',
    sentence: '{nơi}: cùng người thực hiện và cùng giờ thực hiện với một phẫu thuật khác. Kiểm tra giờ.',
    source: inferred,
    check: {
      kind: 'unique',
      table: 'XML3',
      field: 'NGAY_TH_YL',
      by: ['NGUOI_THUC_HIEN', 'NGAY_TH_YL'],
      when: {
        all: [
          group('8'),
          isService,
          { field: 'NGAY_TH_YL', set: true },
          { field: 'TYLE_TT_DV', is: ['100'] },
        ],
      },
    },
    good: {
      XML3: [
        { ...surgery, TYLE_TT_DV: '100' },
        { ...surgery, MA_DICH_VU: '03.4072.2039', TYLE_TT_DV: '50' },
      ],
      ...surgeryNote,
    },
    bad: {
      XML3: [
        { ...surgery, TYLE_TT_DV: '100' },
        { ...surgery, MA_DICH_VU: '03.4072.2039', TYLE_TT_DV: '100' },
      ],
    },
  }),
  defineRule({
    id: 'R-XML3-076',
    title: 'Nhóm chi phí của bảng dịch vụ không phải thuốc',
    sentence: '{nơi} là nhóm thuốc (4, 5, 6). Thuốc gửi ở bảng XML2.',
    source: annex(3, 6),
    since: '4210',
    check: { kind: 'pattern', table: 'XML3', fields: ['MA_NHOM'], pattern: /^(?![456]$)/ },
    good: { XML3: exam },
    bad: { XML3: { MA_NHOM: '4' } },
  }),
  defineRule({
    id: 'R-XML3-077',
    title: 'Dòng vật tư thuộc nhóm vật tư',
    sentence: '{nơi} không phải nhóm vật tư (10, 11) dù dòng có mã vật tư. Sửa nhóm chi phí.',
    source: annex(3, '5, 6'),
    since: '4210',
    check: {
      kind: 'in',
      table: 'XML3',
      field: 'MA_NHOM',
      codes: ['10', '11'],
      when: { field: 'MA_VAT_TU', set: true },
    },
    good: { XML3: supply },
    bad: { XML3: { MA_NHOM: '8' } },
  }),
  defineRule({
    id: 'R-XML3-078',
    title: 'Vật tư của dịch vụ: dịch vụ có ở bảng 3',
    severity: 'info',
    sentence: '{nơi} của dòng vật tư không có dòng dịch vụ tương ứng ở bảng XML3. Kiểm tra mã dịch vụ.',
    source: inferred,
    check: {
      kind: 'visit-code',
      table: 'XML3',
      field: 'MA_DICH_VU',
      reads: ['MA_VAT_TU'],
      find: (visit, found) => {
        let done: Set<string> | undefined
        for (const { row, values } of visit.rows('XML3')) {
          if (!values.MA_VAT_TU || !values.MA_DICH_VU) continue
          done ??= new Set(
            visit.rows('XML3').flatMap((r) => (r.values.MA_VAT_TU ? [] : [r.values.MA_DICH_VU ?? ''])),
          )
          if (!done.has(values.MA_DICH_VU)) found(row)
        }
      },
    },
    good: { XML3: [{ ...supply, MA_DICH_VU: '03.4071.2039' }, surgery], ...surgeryNote },
    bad: { XML3: { MA_DICH_VU: '03.4072.2039' } },
  }),
  defineRule({
    id: 'R-XML3-079',
    title: 'Nửa ngày hoặc tròn ngày giường',
    severity: 'info',
    sentence: '{nơi} của ngày giường không phải bội của 0,5. Tính lại số ngày giường.',
    source: 'secondary: Thông tư 22/2023/TT-BYT, cách tính ngày giường khi chuyển khoa',
    check: {
      kind: 'pattern',
      table: 'XML3',
      fields: ['SO_LUONG'],
      pattern: /^\d+(?:\.[05]0*)?$/,
      when: beds,
    },
    good: { XML1: { MA_LOAI_KCB: '06', SO_NGAY_DTRI: '1' }, XML3: bed, XML5: {}, XML8: {} },
    bad: { XML3: { SO_LUONG: '0.7' } },
  }),
]
