import { type Field, fieldLabel, tableOf } from '#vocabulary/bhyt'
import type { ListKind, MappedTable } from './mapping.types.ts'

export interface Target {
  readonly table: MappedTable
  readonly field: string
  readonly label: string
  /** What else columns of this meaning are called. */
  readonly names: readonly string[]
  readonly kind: 'date' | 'number' | 'sex' | 'text'
  /** A column of this meaning tells this kind of list from the others. */
  readonly tells: boolean
}

type Named = Readonly<Record<string, readonly string[]>>

/** Names seen in headers of line lists for fields everybody needs. */
const everywhere: Named = {
  'XML1.MA_LK': ['mã lượt khám', 'mã đợt điều trị', 'số phiếu khám', 'mã tiếp nhận', 'visit id'],
  'XML1.MA_BN': ['mã bệnh nhân', 'mã người bệnh', 'mã y tế', 'pid', 'mã đối tượng', 'patient id'],
  'XML1.HO_TEN': [
    'họ và tên',
    'tên bệnh nhân',
    'họ tên người bệnh',
    'họ tên trẻ',
    'họ tên bệnh nhân',
    'full name',
  ],
  'XML1.SO_CCCD': ['cccd', 'số cccd', 'cmnd cccd', 'số định danh', 'căn cước', 'cmt', 'cmnd'],
  'XML1.NGAY_SINH': ['ngày tháng năm sinh', 'năm sinh', 'sinh ngày', 'date of birth', 'ns'],
  'XML1.GIOI_TINH': ['phái', 'giới', 'nam nữ', 'sex', 'gender'],
  'XML1.DIA_CHI': ['địa chỉ', 'nơi ở', 'chỗ ở hiện nay', 'nơi ở hiện tại'],
  'XML1.DIEN_THOAI': ['số điện thoại', 'sđt', 'điện thoại liên hệ', 'phone'],
  'XML1.MA_THE_BHYT': ['số thẻ bhyt', 'thẻ bhyt', 'bhyt', 'số thẻ', 'mã thẻ'],
  'XML1.MA_DANTOC': ['dân tộc'],
  'XML1.MA_NGHE_NGHIEP': ['nghề nghiệp'],
  'XML1.MATINH_CU_TRU': ['mã tỉnh'],
  'XML1.MAXA_CU_TRU': ['mã xã', 'mã phường xã'],
  'XML1.MA_CSKCB': ['mã cskcb', 'mã cơ sở', 'mã bệnh viện', 'mã đơn vị'],
  'XML1.NGAY_VAO': [
    'ngày vào',
    'ngày khám',
    'ngày vào viện',
    'ngày tiếp nhận',
    'ngày giờ khám',
    'thời gian khám',
  ],
  'XML1.NGAY_RA': ['ngày ra', 'ngày ra viện', 'ngày kết thúc'],
  'XML1.CHAN_DOAN_VAO': ['chẩn đoán vào', 'chẩn đoán sơ bộ'],
  'XML1.CHAN_DOAN_RV': ['chẩn đoán', 'chẩn đoán xác định', 'chẩn đoán ra viện'],
  'XML1.MA_BENH_CHINH': ['mã bệnh', 'mã icd', 'icd10', 'icd 10', 'mã icd 10'],
  'XML1.MA_BENH_KT': ['bệnh kèm theo', 'mã bệnh phụ'],
  'XML1.LY_DO_VV': ['lý do khám', 'lý do vào viện', 'triệu chứng'],
  'XML1.KET_QUA_DTRI': ['kết quả điều trị'],
  'XML1.MA_LOAI_KCB': ['loại khám chữa bệnh', 'loại kcb'],
  'XML1.MA_KHOA': ['khoa', 'mã khoa'],
}

const ofVisits: Named = {
  'XML1.PP_DIEU_TRI': ['hướng điều trị', 'xử trí'],
  'XML1.CAN_NANG': ['cân nặng kg'],
  'XML1.T_TONGCHI_BV': ['tổng chi phí', 'tổng tiền'],
  'XML1.T_BHTT': ['bhyt thanh toán', 'bảo hiểm trả'],
  'XML1.NGAY_TAI_KHAM': ['ngày hẹn', 'hẹn tái khám'],
  'XML2.TEN_THUOC': ['tên thuốc', 'thuốc'],
  'XML2.SO_LUONG': ['số lượng thuốc'],
  'XML2.LIEU_DUNG': ['liều dùng'],
  'XML3.TEN_DICH_VU': ['tên dịch vụ', 'dịch vụ'],
  'XML5.DIEN_BIEN_LS': ['diễn biến'],
}

const ofLaboratories: Named = {
  'XML4.MA_DICH_VU': ['mã xét nghiệm', 'mã dịch vụ'],
  'XML4.MA_CHI_SO': ['mã chỉ số', 'mã thông số'],
  'XML4.TEN_CHI_SO': ['tên xét nghiệm', 'xét nghiệm', 'chỉ số', 'tên chỉ số', 'thông số', 'test'],
  'XML4.GIA_TRI': ['kết quả', 'kết quả xét nghiệm', 'giá trị', 'result'],
  'XML4.DON_VI_DO': ['đơn vị', 'đơn vị tính', 'đơn vị đo', 'unit'],
  'XML4.KET_LUAN': ['kết luận', 'nhận xét'],
  'XML4.MO_TA': ['mô tả', 'ghi chú'],
  'XML4.NGAY_KQ': ['ngày kết quả', 'ngày trả kết quả', 'thời gian kết quả', 'ngày giờ kết quả'],
  'XML4.MA_BS_DOC_KQ': ['bác sĩ đọc kết quả', 'người đọc kết quả'],
}

const ofVaccinations: Named = {
  'XML2.MA_THUOC': ['mã vắc xin', 'mã vaccine'],
  'XML2.TEN_THUOC': ['vắc xin', 'tên vắc xin', 'vaccine', 'loại vắc xin', 'vacxin', 'tên vaccine'],
  'XML2.LIEU_DUNG': ['mũi', 'mũi số', 'mũi tiêm', 'liều'],
  'XML2.DUONG_DUNG': ['đường tiêm', 'đường dùng'],
  'XML2.SO_LUONG': ['số liều', 'số lượng'],
  'XML2.TT_THAU': ['số lô', 'lô vắc xin', 'lô'],
  'XML2.SO_DANG_KY': ['số đăng ký'],
  'XML2.NGAY_YL': ['ngày tiêm', 'ngày tiêm chủng', 'ngày giờ tiêm', 'thời gian tiêm'],
  'XML2.MA_BAC_SI': ['cán bộ tiêm', 'người tiêm'],
  'XML5.DIEN_BIEN_LS': ['phản ứng sau tiêm', 'phản ứng'],
}

const ofCases: Named = {
  'XML1.LY_DO_VV': ['triệu chứng', 'lý do khám', 'ngày khởi phát', 'tiền sử dịch tễ'],
  'XML1.CHAN_DOAN_RV': ['tên bệnh', 'bệnh truyền nhiễm', 'chẩn đoán'],
  'XML1.NGAY_VAO': ['ngày khám', 'ngày vào', 'ngày nhập viện', 'ngày báo cáo'],
  'XML1.GHI_CHU': ['phân loại ca bệnh', 'phân loại chẩn đoán', 'tình trạng hiện tại'],
  'XML4.TEN_CHI_SO': ['loại xét nghiệm', 'xét nghiệm'],
  'XML4.GIA_TRI': ['kết quả xét nghiệm'],
  'XML4.NGAY_KQ': ['ngày kết quả xét nghiệm'],
}

const telling: Readonly<Record<ListKind, ReadonlySet<string>>> = {
  visit: new Set(),
  laboratory: new Set(['XML4.TEN_CHI_SO', 'XML4.GIA_TRI', 'XML4.NGAY_KQ', 'XML4.MA_CHI_SO']),
  immunization: new Set(['XML2.NGAY_YL', 'XML2.TT_THAU']),
  'notifiable-case': new Set(['XML1.GHI_CHU']),
}

const byList: Readonly<Record<ListKind, Named>> = {
  visit: { ...everywhere, ...ofVisits },
  laboratory: { ...everywhere, ...ofLaboratories },
  immunization: { ...everywhere, ...ofVaccinations },
  'notifiable-case': { ...everywhere, ...ofCases },
}

const fieldOf = new Map<string, Field>()
for (const table of ['XML1', 'XML2', 'XML3', 'XML4', 'XML5'] as const)
  for (const field of tableOf(table)?.fields ?? []) fieldOf.set(`${table}.${field.name}`, field)

/** The dictionary's field a mapping may fill; undefined for a name it does not have. */
export const targetField = (table: MappedTable, field: string): Field | undefined =>
  fieldOf.get(`${table}.${field}`)

function kindOf(field: Field): Target['kind'] {
  if (field.name === 'GIOI_TINH') return 'sex'
  if (field.format) return 'date'
  return field.type === 'number' ? 'number' : 'text'
}

function targetsFor(list: ListKind): Target[] {
  const named = byList[list]
  return [...fieldOf].map(([name, field]) => {
    const table = name.slice(0, name.indexOf('.')) as MappedTable
    return {
      table,
      field: field.name,
      label: fieldLabel(field.name) ?? field.name,
      names: named[name] ?? [],
      kind: kindOf(field),
      tells: telling[list].has(name),
    }
  })
}

const made = new Map<ListKind, readonly Target[]>()

/** Every field of XML1–XML5, with the names lists of this kind give it. */
export function targetsOf(list: ListKind): readonly Target[] {
  let found = made.get(list)
  if (!found) {
    // What this kind of list usually says stands before what it could say.
    found = targetsFor(list).sort((a, b) => Number(b.names.length > 0) - Number(a.names.length > 0))
    made.set(list, found)
  }
  return found
}
