import { list } from '#vocabulary/catalogues'
import { citizenIdSays, isDummyNumber, parseCitizenId } from '#vocabulary/vietnam'
import { defineRule } from '../define-rule.ts'
import { annex, citizenNumber, inferred, seenInFiles } from './sources.ts'

const citizen = (text: string | undefined) => {
  const parsed = text === undefined ? null : parseCitizenId(text)
  return parsed?.ok ? parsed.value : null
}

/** Who the patient is: name, birth, sex, numbers, weight (XML1). */
export const personRules = [
  defineRule({
    id: 'R-XML1-001',
    title: 'Tuổi không quá 130',
    sentence: '{nơi} cho tuổi lớn hơn 130. Kiểm tra lại ngày sinh trên giấy tờ của người bệnh.',
    source: inferred,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'NGAY_SINH',
      reads: ['NGAY_VAO'],
      broken: (_, visit) => (visit.ageYears ?? 0) > 130,
    },
    good: { XML1: { NGAY_SINH: '193005120000' } },
    bad: { XML1: { NGAY_SINH: '187005120000' } },
  }),
  defineRule({
    id: 'R-XML1-002',
    title: 'Trẻ đến 28 ngày tuổi phải có giờ, phút sinh',
    sentence: '{nơi} của trẻ đến 28 ngày tuổi chưa có giờ, phút sinh. Ghi đủ 12 chữ số theo giấy chứng sinh.',
    source: annex(1, 6),
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'NGAY_SINH',
      reads: ['NGAY_VAO'],
      broken: ({ NGAY_SINH }, { ageDays }) =>
        ageDays !== null && ageDays >= 0 && ageDays <= 28 && NGAY_SINH?.slice(8) === '0000',
    },
    good: { XML1: { NGAY_SINH: '202608100918' } },
    bad: { XML1: { NGAY_SINH: '202608100000' } },
  }),
  defineRule({
    id: 'R-XML1-003',
    title: 'Giới tính khớp số định danh cá nhân',
    sentence:
      '{nơi}: chữ số thứ tư của số định danh không khớp giới tính đã ghi. Đối chiếu với thẻ căn cước.',
    source: citizenNumber,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'SO_CCCD',
      reads: ['GIOI_TINH'],
      broken: ({ SO_CCCD, GIOI_TINH }) => {
        const id = citizen(SO_CCCD)
        if (!id || (GIOI_TINH !== '1' && GIOI_TINH !== '2')) return false
        return citizenIdSays(id).sex !== (GIOI_TINH === '1' ? 'male' : 'female')
      },
    },
    good: { XML1: { SO_CCCD: '079190999001', GIOI_TINH: '2' } },
    bad: { XML1: { GIOI_TINH: '1' } },
  }),
  defineRule({
    id: 'R-XML1-004',
    title: 'Năm sinh khớp số định danh cá nhân',
    sentence: '{nơi}: số định danh cho năm sinh khác với ngày sinh đã ghi. Đối chiếu với thẻ căn cước.',
    source: citizenNumber,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'SO_CCCD',
      reads: ['NGAY_SINH'],
      broken: ({ SO_CCCD, NGAY_SINH }) => {
        const id = citizen(SO_CCCD)
        return (
          id !== null &&
          NGAY_SINH !== undefined &&
          citizenIdSays(id).birthYear !== Number(NGAY_SINH.slice(0, 4))
        )
      },
    },
    good: { XML1: { SO_CCCD: '079190999001', NGAY_SINH: '199003150000' } },
    bad: { XML1: { NGAY_SINH: '198803150000' } },
  }),
  defineRule({
    id: 'R-XML1-005',
    title: 'Số định danh không phải số điền cho đủ',
    sentence:
      '{nơi} là số điền cho đủ (một chữ số lặp lại hoặc dãy liên tiếp). Bỏ trống nếu chưa có số thật.',
    source: seenInFiles,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'SO_CCCD',
      reads: [],
      broken: ({ SO_CCCD }) => /^\d{9,12}$/.test(SO_CCCD ?? '') && isDummyNumber(SO_CCCD!),
    },
    good: { XML1: { SO_CCCD: '079190999001' } },
    bad: { XML1: { SO_CCCD: '111111111111' } },
  }),
  defineRule({
    id: 'R-XML1-006',
    title: 'Ba chữ số đầu của số định danh là mã nơi khai sinh',
    sentence: '{nơi}: ba chữ số đầu không phải mã tỉnh khai sinh nào. Kiểm tra lại số trên thẻ căn cước.',
    source: citizenNumber,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'SO_CCCD',
      reads: [],
      // From 100 on stand countries, for citizens born abroad: a list nobody here holds.
      broken: ({ SO_CCCD }) => {
        const id = citizen(SO_CCCD)
        return id?.[0] === '0' && !(id.slice(1, 3) in list('provincesBefore2025'))
      },
    },
    good: { XML1: { SO_CCCD: '079190999001' } },
    bad: { XML1: { SO_CCCD: '097190999001' } },
  }),
  defineRule({
    id: 'R-XML1-007',
    title: 'Họ tên không có chữ số',
    sentence: '{nơi} có chữ số. Sửa lại họ tên theo giấy tờ của người bệnh.',
    source: inferred,
    check: { kind: 'pattern', table: 'XML1', fields: ['HO_TEN'], pattern: /^\D+$/ },
    good: { XML1: { HO_TEN: 'NGUYỄN THỊ THỬ' } },
    bad: { XML1: { HO_TEN: 'NGUYỄN THỊ THỬ 2' } },
  }),
  defineRule({
    id: 'R-XML1-008',
    title: 'Họ tên có ít nhất hai tiếng',
    severity: 'info',
    sentence: '{nơi} chỉ có một tiếng. Kiểm tra đã ghi đủ họ và tên chưa.',
    source: inferred,
    check: { kind: 'pattern', table: 'XML1', fields: ['HO_TEN'], pattern: /\S\s+\S/ },
    good: { XML1: { HO_TEN: 'NGUYỄN THỊ THỬ' } },
    bad: { XML1: { HO_TEN: 'THỬ' } },
  }),
  defineRule({
    id: 'R-XML1-009',
    title: 'Số điện thoại đúng dạng',
    severity: 'info',
    sentence: '{nơi} không phải số điện thoại (9 đến 11 chữ số). Hỏi lại người bệnh.',
    source: annex(1, 16),
    check: {
      kind: 'pattern',
      table: 'XML1',
      fields: ['DIEN_THOAI'],
      pattern: /^(?:\+?84|0)?[ .]?(?:\d[ .]?){8,10}$/,
    },
    good: { XML1: { DIEN_THOAI: '0900000001' } },
    bad: { XML1: { DIEN_THOAI: '12345' } },
  }),
  defineRule({
    id: 'R-XML1-010',
    title: 'Nhóm máu ghi theo hệ ABO, có thể kèm Rh',
    sentence: '{nơi} không phải nhóm máu A, B, AB, O (có thể kèm Rh). Kiểm tra phiếu xét nghiệm nhóm máu.',
    source: annex(1, 8),
    check: {
      kind: 'pattern',
      table: 'XML1',
      fields: ['NHOM_MAU'],
      pattern: /^(?:A|B|AB|O|0)\s?(?:Rh\s?D?)?\s?(?:\(?[+-]\)?)?$/i,
    },
    good: { XML1: { NHOM_MAU: 'AB+' } },
    bad: { XML1: { NHOM_MAU: 'C' } },
  }),
  defineRule({
    id: 'R-XML1-011',
    title: 'Mã quốc tịch có ba chữ số',
    sentence: '{nơi} không có ba chữ số. Dùng mã của Thông tư 07/2016/TT-BCA (000 là Việt Nam).',
    source: `${annex(1, 9)}; Thông tư 07/2016/TT-BCA, phụ lục 2`,
    check: { kind: 'pattern', table: 'XML1', fields: ['MA_QUOCTICH'], pattern: /^\d{3}$/ },
    good: { XML1: { MA_QUOCTICH: '000' } },
    bad: { XML1: { MA_QUOCTICH: 'VN' } },
  }),
  defineRule({
    id: 'R-XML1-012',
    title: 'Dân tộc “người nước ngoài” đi với quốc tịch nước ngoài',
    severity: 'info',
    sentence: '{nơi} là người nước ngoài nhưng quốc tịch ghi Việt Nam. Kiểm tra hai trường.',
    source: inferred,
    check: {
      kind: 'pattern',
      table: 'XML1',
      fields: ['MA_QUOCTICH'],
      pattern: /^(?!000$)/,
      when: { field: 'MA_DANTOC', is: ['55'] },
    },
    good: { XML1: { MA_DANTOC: '55', MA_QUOCTICH: '116' } },
    bad: { XML1: { MA_QUOCTICH: '000' } },
  }),
  defineRule({
    id: 'R-XML1-013',
    title: 'Mã nghề nghiệp có hai đến năm chữ số',
    severity: 'info',
    sentence: '{nơi} không phải mã nghề nghiệp. Dùng mã của QĐ 34/2020/QĐ-TTg, 00000 khi không có.',
    source: `${annex(1, 11)}; QĐ 34/2020/QĐ-TTg`,
    check: { kind: 'pattern', table: 'XML1', fields: ['MA_NGHE_NGHIEP'], pattern: /^\d{2,5}$/ },
    good: { XML1: { MA_NGHE_NGHIEP: '00000' } },
    bad: { XML1: { MA_NGHE_NGHIEP: 'NONG DAN' } },
  }),
  defineRule({
    id: 'R-XML1-014',
    title: 'Địa chỉ ghi đủ chữ',
    severity: 'info',
    sentence: '{nơi} quá ngắn để tìm được nơi ở. Ghi thôn, tổ, xã, phường và tỉnh.',
    source: annex(1, 12),
    check: { kind: 'pattern', table: 'XML1', fields: ['DIA_CHI'], pattern: /\S.{4,}/su },
    good: { XML1: { DIA_CHI: 'Thôn Mẫu, Xã Mẫu' } },
    bad: { XML1: { DIA_CHI: 'VN' } },
  }),
  defineRule({
    id: 'R-XML1-015',
    title: 'Cân nặng không quá 400 kg',
    sentence: '{nơi} lớn hơn 400 kg. Ghi cân nặng theo ki-lô-gam, dấu chấm thập phân.',
    source: `${annex(1, 60)}; giới hạn: suy ra`,
    check: { kind: 'range', table: 'XML1', fields: ['CAN_NANG'], max: 400 },
    good: { XML1: { CAN_NANG: '52.00' } },
    bad: { XML1: { CAN_NANG: '5200' } },
  }),
  defineRule({
    id: 'R-XML1-016',
    title: 'Cân nặng trẻ đến 28 ngày tuổi ghi theo kg, không quá 10 kg',
    sentence: '{nơi} của trẻ đến 28 ngày tuổi lớn hơn 10 kg. Ghi theo ki-lô-gam, không theo gam.',
    source: `${annex(1, 60)}; giới hạn: suy ra`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'CAN_NANG',
      reads: ['NGAY_SINH', 'NGAY_VAO'],
      broken: ({ CAN_NANG }, visit) =>
        visit.ageDays !== null &&
        visit.ageDays <= 28 &&
        visit.number(CAN_NANG) > 10 &&
        visit.number(CAN_NANG) <= 400,
    },
    good: { XML1: { NGAY_SINH: '202608100918', CAN_NANG: '2.45' } },
    bad: { XML1: { CAN_NANG: '245' } },
  }),
  defineRule({
    id: 'R-XML1-017',
    title: 'Cân nặng người từ 15 tuổi không dưới 15 kg',
    sentence: '{nơi} của người từ 15 tuổi nhỏ hơn 15 kg. Cân lại, không ghi trị số giữ chỗ.',
    source: `${annex(1, 60)}; giới hạn: suy ra`,
    check: {
      kind: 'row-code',
      table: 'XML1',
      field: 'CAN_NANG',
      reads: ['NGAY_SINH', 'NGAY_VAO'],
      // Below 0.1 the reader has said already that it is a placeholder.
      broken: ({ CAN_NANG }, visit) =>
        (visit.ageYears ?? 0) >= 15 && visit.number(CAN_NANG) >= 0.1 && visit.number(CAN_NANG) < 15,
    },
    good: { XML1: { NGAY_SINH: '199003150000', CAN_NANG: '52' } },
    bad: { XML1: { CAN_NANG: '5.2' } },
  }),
  defineRule({
    id: 'R-XML1-018',
    title: 'Cân nặng con ghi theo gam',
    sentence: '{nơi} nằm ngoài 300 đến 8000. Ghi cân nặng từng con theo gam, cách nhau bằng dấu ;.',
    source: `${annex(1, 61)}; giới hạn: suy ra`,
    check: { kind: 'range', table: 'XML1', fields: ['CAN_NANG_CON'], min: 300, max: 8000, list: true },
    good: { XML1: { CAN_NANG_CON: '2450;2300' } },
    bad: { XML1: { CAN_NANG_CON: '2.45' } },
  }),
  defineRule({
    id: 'R-XML1-019',
    title: 'Cân nặng con chỉ ghi ở hồ sơ của mẹ',
    sentence: '{nơi} có trị số nhưng người bệnh là nam. Cân nặng con ghi ở hồ sơ của mẹ.',
    source: inferred,
    check: { kind: 'empty', table: 'XML1', field: 'CAN_NANG_CON', when: { field: 'GIOI_TINH', is: ['1'] } },
    good: { XML1: { GIOI_TINH: '2', CAN_NANG_CON: '2450' } },
    bad: { XML1: { GIOI_TINH: '1' } },
  }),
]
