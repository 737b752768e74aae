import { list, wards2025 } from '#vocabulary/catalogues'
import { defineRule } from '../define-rule.ts'
import { annex } from './sources.ts'

const reform =
  'Nghị quyết 202/2025/QH15 và các nghị quyết sắp xếp đơn vị hành chính; chính quyền hai cấp từ 01/07/2025'
const reformDay = '20250701'
const two = (code: string) => code.padStart(2, '0').slice(-2)

/** Where the patient lives (XML1): provinces and wards of the day, no districts since 2025-07-01. */
export const addressRules = [
  defineRule({
    id: 'R-XML1-020',
    title: 'Mã tỉnh có trong danh mục trước 01/07/2025',
    until: '20250630',
    sentence: '{nơi} không có trong danh mục 63 tỉnh, thành phố. Kiểm tra danh mục hành chính trong HIS.',
    source: `${annex(1, 13)}; danh mục của Tổng cục Thống kê`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MATINH_CU_TRU',
      reads: [],
      broken: ({ MATINH_CU_TRU: code }) => code !== undefined && !(two(code) in list('provincesBefore2025')),
    },
    good: { XML1: { NGAY_RA: '202410070900', MATINH_CU_TRU: '64' } },
    bad: { XML1: { MATINH_CU_TRU: '03' } },
  }),
  defineRule({
    id: 'R-XML1-021',
    title: 'Mã tỉnh thuộc 34 tỉnh, thành phố từ 01/07/2025',
    from: reformDay,
    sentence: '{nơi} không còn là mã tỉnh sau sắp xếp 01/07/2025. Cập nhật danh mục hành chính trong HIS.',
    source: reform,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MATINH_CU_TRU',
      reads: [],
      broken: ({ MATINH_CU_TRU: code }) => code !== undefined && !(two(code) in list('provinces2025')),
    },
    good: { XML1: { MATINH_CU_TRU: '52' } },
    bad: { XML1: { MATINH_CU_TRU: '64' } },
  }),
  defineRule({
    id: 'R-XML1-022',
    title: 'Không còn mã huyện từ 01/07/2025',
    from: reformDay,
    sentence: '{nơi} vẫn có mã huyện dù cấp huyện không còn từ 01/07/2025. Bỏ trống và dùng mã xã mới.',
    source: reform,
    check: { kind: 'empty', table: 'XML1', field: 'MAHUYEN_CU_TRU' },
    good: { XML1: { MATINH_CU_TRU: '79' } },
    bad: { XML1: { MAHUYEN_CU_TRU: '760' } },
  }),
  defineRule({
    id: 'R-XML1-023',
    title: 'Mã xã thuộc danh mục mới từ 01/07/2025',
    from: reformDay,
    sentence:
      '{nơi} không có trong danh mục xã, phường, đặc khu từ 01/07/2025, có thể là mã cũ. Đổi sang mã mới.',
    source: reform,
    check: { kind: 'in', table: 'XML1', field: 'MAXA_CU_TRU', codes: () => wards2025() },
    good: { XML1: { MATINH_CU_TRU: '01', MAXA_CU_TRU: '00004' } },
    bad: { XML1: { MAXA_CU_TRU: '00001' } },
  }),
  defineRule({
    id: 'R-XML1-024',
    title: 'Mã xã thuộc đúng tỉnh',
    from: reformDay,
    sentence: '{nơi} là xã của tỉnh khác với mã tỉnh đã ghi. Chọn lại tỉnh hoặc xã trong HIS.',
    source: reform,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'MAXA_CU_TRU',
      reads: ['MATINH_CU_TRU'],
      broken: ({ MAXA_CU_TRU: ward, MATINH_CU_TRU: province }) => {
        const known = ward === undefined ? undefined : wards2025().get(ward)
        return known !== undefined && province !== undefined && known.province !== two(province)
      },
    },
    good: { XML1: { MATINH_CU_TRU: '01', MAXA_CU_TRU: '00004' } },
    bad: { XML1: { MATINH_CU_TRU: '79' } },
  }),
  defineRule({
    id: 'R-XML1-025',
    title: 'Mã xã có năm chữ số (trước 01/07/2025)',
    sentence: '{nơi} không có đúng năm chữ số. Kiểm tra danh mục hành chính trong HIS.',
    source: annex(1, 15),
    until: '20250630',
    check: { kind: 'pattern', table: 'XML1', fields: ['MAXA_CU_TRU'], pattern: /^(?:\d{5}|.{1,4})$/ },
    good: { XML1: { NGAY_RA: '202410070900', MAXA_CU_TRU: '26740' } },
    bad: { XML1: { MAXA_CU_TRU: '2674A' } },
  }),
]
