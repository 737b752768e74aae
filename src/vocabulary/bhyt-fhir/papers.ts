import type { TableId } from '#vocabulary/bhyt'
import type { Paper, PaperSection } from './papers.types.ts'

const text = (code: string, title: string, ...fields: string[]): PaperSection => ({
  code,
  title,
  kind: 'text',
  fields,
})
const time = (code: string, title: string, field: string): PaperSection => ({
  code,
  title,
  kind: 'time',
  fields: [field],
})
const span = (code: string, title: string, from: string, to: string): PaperSection => ({
  code,
  title,
  kind: 'span',
  fields: [from, to],
})
const yes = (code: string, title: string, field: string): PaperSection => ({
  code,
  title,
  kind: 'yes',
  fields: [field],
})
const join = (code: string, title: string, separator: string, ...fields: string[]): PaperSection => ({
  code,
  title,
  kind: 'join',
  fields,
  separator,
})
const issued = (code: string, title: string, ...fields: string[]): PaperSection => ({
  code,
  title,
  kind: 'issued',
  fields,
})
const diseases: PaperSection = {
  code: 'diseases',
  title: 'Mã bệnh',
  kind: 'diseases',
  fields: ['MA_BENH_CHINH', 'MA_BENH_KT'],
}

const family = [text('father', 'Họ tên cha', 'HO_TEN_CHA'), text('mother', 'Họ tên mẹ', 'HO_TEN_ME')]
const temporaryCard = text('temporary-card', 'Thẻ BHYT tạm của con', 'MA_THE_TAM')
const pregnancy = [
  yes('pregnancy-ended', 'Đình chỉ thai nghén', 'MA_DINH_CHI_THAI'),
  text('pregnancy-ended-why', 'Nguyên nhân đình chỉ thai nghén', 'NGUYENNHAN_DINHCHI'),
  time('pregnancy-ended-at', 'Thời gian đình chỉ thai nghén', 'THOIGIAN_DINHCHI'),
  text('gestational-age', 'Tuổi thai (tuần)', 'TUOI_THAI'),
]
const stay = span('stay', 'Thời gian điều trị', 'NGAY_VAO', 'NGAY_RA')

const dischargePaper: Paper = {
  type: 'discharge-paper',
  title: 'Giấy ra viện',
  number: ['SO_LUU_TRU'],
  date: ['NGAY_CT', 'NGAY_RA'],
  authors: ['MA_BS'],
  authorName: 'TEN_BS',
  head: 'MA_TTDV',
  stay: ['NGAY_VAO', 'NGAY_RA'],
  sections: [
    stay,
    { code: 'department', title: 'Khoa ra viện', kind: 'name', fields: ['MA_KHOA_RV'], list: 'departments' },
    text('diagnosis', 'Chẩn đoán', 'CHAN_DOAN_RV'),
    text('treatment', 'Phương pháp điều trị', 'PP_DIEUTRI'),
    ...pregnancy,
    text('advice', 'Lời dặn của bác sĩ', 'GHI_CHU'),
    text('days-off', 'Số ngày nghỉ', 'SO_NGAY_NGHI'),
    span('outpatient-leave', 'Nghỉ điều trị ngoại trú', 'NGOAITRU_TUNGAY', 'NGOAITRU_DENNGAY'),
    ...family,
    text('father-insurance', 'Mã số BHXH của cha', 'MA_CHA'),
    text('mother-insurance', 'Mã số BHXH của mẹ', 'MA_ME'),
    temporaryCard,
  ],
  boxes: [['medical-id', 'MA_YTE']],
  same: { MA_YTE: 'MA_BN' },
}

const dischargeSummary: Paper = {
  type: 'discharge-summary',
  title: 'Tóm tắt hồ sơ bệnh án',
  loinc: '18842-5',
  number: [],
  date: ['NGAY_CT', 'NGAY_RA'],
  authors: [],
  head: 'MA_TTDV',
  stay: ['NGAY_VAO', 'NGAY_RA'],
  sections: [
    stay,
    text('admission-diagnosis', 'Chẩn đoán vào viện', 'CHAN_DOAN_VAO'),
    text('diagnosis', 'Chẩn đoán ra viện', 'CHAN_DOAN_RV'),
    text('course', 'Quá trình bệnh lý và diễn biến lâm sàng', 'QT_BENHLY'),
    text('results', 'Tóm tắt kết quả xét nghiệm, cận lâm sàng', 'TOMTAT_KQ'),
    text('treatment', 'Phương pháp điều trị', 'PP_DIEUTRI'),
    { code: 'outcome', title: 'Kết quả điều trị', kind: 'name', fields: ['KET_QUA_DTRI'], list: 'outcomes' },
    text('note', 'Ghi chú', 'GHI_CHU'),
    text('employer', 'Đơn vị công tác', 'DON_VI'),
    ...family,
    text('guardian', 'Người giám hộ', 'NGUOI_GIAM_HO'),
    // Of CT04 only (Circular 25/2025).
    text('visit-reason', 'Lý do vào viện', 'LYDO_VVIEN'),
    text('history', 'Tiền sử bệnh', 'TIEN_SU_BENH'),
    text('signs', 'Dấu hiệu lâm sàng', 'DAU_HIEU_LAM_SANG'),
    text('medical-treatment', 'Điều trị nội khoa', 'NOI_KHOA'),
    text('surgery', 'Phẫu thuật, thủ thuật', 'PHAU_THUAT_THU_THUAT'),
    text('plan', 'Hướng điều trị', 'HUONG_DIEU_TRI'),
    time('child-birth', 'Ngày sinh con', 'NGAY_SINHCON'),
    time('child-death', 'Ngày con chết', 'NGAY_CONCHET'),
    text('dead-children', 'Số con chết', 'SO_CONCHET'),
    temporaryCard,
  ],
  boxes: [['visit-type', 'MA_LOAI_KCB']],
  same: { MA_LOAI_KCB: 'MA_LOAI_KCB', KET_QUA_DTRI: 'KET_QUA_DTRI' },
}

/** The mother or carer and the father are RelatedPersons beside the paper: see map-parents. */
const birthCertificate: Paper = {
  type: 'birth-certificate-paper',
  title: 'Giấy chứng sinh',
  number: ['SO'],
  date: ['NGAY_CT'],
  authors: [],
  head: 'MA_TTDV',
  sections: [
    text('register', 'Quyển số', 'QUYEN_SO'),
    text('mother', 'Họ tên mẹ hoặc người nuôi dưỡng', 'HO_TEN_NND'),
    text('father', 'Họ tên cha', 'HO_TEN_CHA'),
    text('child', 'Tên dự kiến của con', 'HO_TEN_CON'),
    time('child-birth', 'Sinh lúc', 'NGAY_SINH_CON'),
    { code: 'child-sex', title: 'Giới tính', kind: 'sex', fields: ['GIOI_TINH_CON'] },
    text('child-weight', 'Cân nặng (gam)', 'CAN_NANG_CON'),
    text('child-condition', 'Tình trạng con', 'TINH_TRANG_CON'),
    text('birth-place', 'Nơi sinh', 'NOI_SINH_CON'),
    text('birth-order', 'Lần sinh', 'LAN_SINH'),
    text('children', 'Số con trong lần sinh này', 'SO_CON'),
    text('living-children', 'Số con hiện sống', 'SO_CON_SONG'),
    yes('caesarean', 'Sinh con phải phẫu thuật', 'SINHCON_PHAUTHUAT'),
    yes('preterm', 'Sinh con dưới 32 tuần tuổi', 'SINHCON_DUOI32TUAN'),
    text('note', 'Ghi chú', 'GHI_CHU'),
    text('attendant', 'Người đỡ đẻ', 'NGUOI_DO_DE'),
    text('writer', 'Người ghi phiếu', 'NGUOI_GHI_PHIEU'),
    temporaryCard,
  ],
}

const pregnancyLeave: Paper = {
  type: 'pregnancy-leave',
  title: 'Giấy chứng nhận nghỉ dưỡng thai',
  number: ['SO_CT', 'SO_SERI'],
  date: ['NGAY_CT'],
  authors: ['MA_BS'],
  authorName: 'TEN_BS',
  head: 'MA_TTDV',
  sections: [
    text('diagnosis', 'Chẩn đoán', 'CHAN_DOAN_RV'),
    text('days-off', 'Số ngày nghỉ', 'SO_NGAY'),
    span('leave', 'Nghỉ từ ngày đến ngày', 'TU_NGAY', 'DEN_NGAY'),
    text('employer', 'Đơn vị công tác', 'DON_VI'),
    text('serial', 'Số seri', 'SO_SERI'),
  ],
}

const sickLeave: Paper = {
  type: 'sick-leave',
  title: 'Giấy chứng nhận nghỉ việc hưởng BHXH',
  number: ['SO_CT', 'SO_SERI'],
  date: ['NGAY_CT'],
  authors: ['MA_BS'],
  head: 'MA_TTDV',
  sections: [
    text('diagnosis', 'Chẩn đoán', 'CHAN_DOAN_RV'),
    text('treatment', 'Phương pháp điều trị', 'PP_DIEUTRI'),
    ...pregnancy,
    text('days-off', 'Số ngày nghỉ', 'SO_NGAY_NGHI'),
    span('leave', 'Nghỉ từ ngày đến ngày', 'TU_NGAY', 'DEN_NGAY'),
    text('employer', 'Đơn vị công tác', 'DON_VI'),
    text('visit-number', 'Số khám bệnh', 'SO_KCB'),
    text('serial', 'Số seri', 'SO_SERI'),
    text('form', 'Mẫu số', 'MAU_SO'),
    ...family,
    temporaryCard,
  ],
  boxes: [
    ['insurance-number', 'MA_BHXH'],
    ['insurance-card', 'MA_THE_BHYT'],
  ],
  same: { MA_BHXH: 'MA_BHXH', MA_THE_BHYT: 'MA_THE_BHYT' },
}

/** Biên bản giám định y khoa (bảng 12): typed on the gateway by assessment boards; its rates are Observations. */
const assessment: Paper = {
  type: 'medical-assessment',
  title: 'Biên bản giám định y khoa',
  number: ['SO_BIEN_BAN'],
  date: ['NGAY_HOP', 'NGAY_CHUNG_TU'],
  authors: [],
  authorName: 'NGUOI_CHU_TRI',
  sections: [
    text('result', 'Kết quả khám', 'KET_QUA_KHAM'),
    text('determined', 'Được xác định', 'DUOC_XACDINH'),
    text('recommendation', 'Đề nghị', 'DE_NGHI'),
    text('introduced-by', 'Theo giới thiệu của', 'GIOI_THIEU_CUA'),
    text('introduction-number', 'Số giấy giới thiệu', 'SO_GIAY_GIOI_THIEU'),
    time('requested-on', 'Ngày đề nghị', 'NGAY_DE_NGHI'),
    text('legal-basis', 'Văn bản căn cứ', 'SO_VAN_BAN_CAN_CU'),
    time('document-date', 'Ngày chứng từ', 'NGAY_CHUNG_TU'),
    issued('id-issued', 'Giấy tờ cấp ngày, nơi cấp', 'NGAY_CAP_CCCD', 'NOI_CAP_CCCD'),
    text('occupation', 'Nghề nghiệp', 'NGHE_NGHIEP'),
  ],
  boxes: [
    ['chair-title', 'CHUC_VU'],
    ['subject-kind', 'MA_DOI_TUONG'],
    ['assessment-kind', 'KHAM_GIAM_DINH'],
    ['benefits', 'DANG_HUONG_CHE_DO'],
    ['unit', 'MA_DONVI'],
    ['disability-kind', 'DANG_KHUYETTAT'],
    ['disability-degree', 'MUC_DO_KHUYETTAT'],
    ['birth', 'NGAY_SINH'],
    ['name', 'HO_TEN'],
    ['id-number', 'SO_CCCD'],
    ['address', 'DIA_CHI'],
    ['province', 'MATINH_CU_TRU'],
    ['district', 'MAHUYEN_CU_TRU'],
    ['ward', 'MAXA_CU_TRU'],
    ['insurance-number', 'MA_BHXH'],
    ['insurance-card', 'MA_THE_BHYT'],
    ['phone', 'DIEN_THOAI'],
  ],
  same: {
    HO_TEN: 'HO_TEN',
    SO_CCCD: 'SO_CCCD',
    DIA_CHI: 'DIA_CHI',
    MATINH_CU_TRU: 'MATINH_CU_TRU',
    MAHUYEN_CU_TRU: 'MAHUYEN_CU_TRU',
    MAXA_CU_TRU: 'MAXA_CU_TRU',
    MA_BHXH: 'MA_BHXH',
    MA_THE_BHYT: 'MA_THE_BHYT',
    DIEN_THOAI: 'DIEN_THOAI',
  },
}

const referralForm: Paper = {
  type: 'referral-form',
  title: 'Phiếu chuyển cơ sở khám bệnh, chữa bệnh',
  loinc: '57133-1',
  number: ['GIAY_CHUYEN_TUYEN', 'SO_CHUYENTUYEN'],
  date: ['NGAY_RA'],
  authors: ['MA_BAC_SI'],
  head: 'MA_TTDV',
  stay: ['NGAY_VAO', 'NGAY_RA'],
  sections: [
    text('signs', 'Dấu hiệu lâm sàng', 'DAU_HIEU_LS'),
    text('results', 'Kết quả xét nghiệm, cận lâm sàng', 'TOMTAT_KQ'),
    text('diagnosis', 'Chẩn đoán', 'CHAN_DOAN_RV'),
    diseases,
    text('course', 'Quá trình bệnh lý', 'QT_BENHLY'),
    text('treatment', 'Phương pháp, thủ thuật, kỹ thuật, thuốc đã sử dụng', 'PP_DIEUTRI'),
    text('services', 'Dịch vụ đã thực hiện', 'TEN_DICH_VU'),
    text('medicines', 'Thuốc đã dùng', 'TEN_THUOC'),
    text('condition', 'Tình trạng lúc chuyển', 'TINH_TRANG_CT', 'PP_DIEU_TRI'),
    {
      code: 'reason',
      title: 'Lý do chuyển',
      kind: 'name',
      fields: ['MA_LYDO_CT'],
      list: 'transferReasons',
    },
    text('plan', 'Hướng điều trị', 'HUONG_DIEU_TRI'),
    text('transport', 'Phương tiện vận chuyển', 'PHUONGTIEN_VC'),
    join('escort', 'Người hộ tống', ', ', 'HOTEN_NGUOI_HT', 'CHUCDANH_NGUOI_HT'),
    text('file-number', 'Số hồ sơ', 'SO_HOSO'),
    text('register-number', 'Số chuyển', 'SO_CHUYENTUYEN'),
  ],
  same: { HO_TEN: 'HO_TEN', MA_CSKCB: 'MA_CSKCB' },
  repeats: [
    'NGAY_SINH',
    'GIOI_TINH',
    'MA_QUOCTICH',
    'MA_DANTOC',
    'MA_NGHE_NGHIEP',
    'DIA_CHI',
    'MA_THE_BHYT',
    'GT_THE_DEN',
    'NGAY_VAO_NOI_TRU',
    'MA_BENH_CHINH',
    'MA_BENH_KT',
    'MA_BENH_YHCT',
    'MA_LOAI_RV',
  ],
}

const appointmentSlip: Paper = {
  type: 'appointment-slip',
  title: 'Giấy hẹn khám lại',
  number: ['SO_GIAYHEN_KL'],
  date: ['NGAY_CT', 'NGAY_RA'],
  authors: ['MA_BAC_SI'],
  head: 'MA_TTDV',
  stay: ['NGAY_VAO', 'NGAY_RA'],
  sections: [
    time('appointment', 'Hẹn khám lại', 'NGAY_HEN_KL'),
    text('diagnosis', 'Chẩn đoán', 'CHAN_DOAN_RV'),
    diseases,
  ],
  same: { HO_TEN: 'HO_TEN', MA_CSKCB: 'MA_CSKCB' },
  repeats: [
    'NGAY_SINH',
    'GIOI_TINH',
    'DIA_CHI',
    'MA_THE_BHYT',
    'GT_THE_DEN',
    'NGAY_VAO_NOI_TRU',
    'MA_BENH_CHINH',
    'MA_BENH_KT',
    'MA_BENH_YHCT',
    'MA_DOITUONG_KCB',
  ],
}

/** The papers that come with a visit, in the order a reader wants them. */
export const papers: Readonly<Partial<Record<TableId, Paper>>> = {
  XML7: dischargePaper,
  XML8: dischargeSummary,
  XML9: birthCertificate,
  XML10: pregnancyLeave,
  XML11: sickLeave,
  XML12: assessment,
  XML13: referralForm,
  XML14: appointmentSlip,
}

/** Giấy báo tử: PL02, Circular 25/2025. */
export const deathNotice: Paper = {
  type: 'death-notice',
  title: 'Giấy báo tử',
  loinc: '64297-5',
  number: ['MA_GBT'],
  date: ['NGAY_CAPGIAYBT', 'NGAY_TV'],
  authors: [],
  authorName: 'NGUOI_GHIGIAY',
  sections: [
    time('died-at', 'Tử vong lúc', 'NGAY_TV'),
    text('condition', 'Tình trạng tử vong', 'TINH_TRANG_TV'),
    text('cause', 'Nguyên nhân tử vong', 'NGUYENNHAN_TV'),
    join('disease', 'Bệnh chính (ICD-10)', ' ', 'BENH_ICD10_ID', 'BENH_ICD10_TEN'),
    time('admitted-at', 'Vào viện lúc', 'NGAYGIO_VV'),
    text('record-number', 'Mã hồ sơ bệnh án', 'MA_HSBA'),
    join('register', 'Số, quyển số', ', quyển ', 'SO_BAOTU', 'QUYEN_SO'),
    join('former-register', 'Số, quyển số ban đầu', ', quyển ', 'SO_BAOTU_BD', 'QUYEN_SO_BD'),
    text('permanent-address', 'Nơi thường trú', 'DCHI_THUONGTRU'),
    text('relative', 'Người thân thích', 'NGUOI_THANTHICH'),
    text('head', 'Thủ trưởng đơn vị', 'TTRUONG_DVI'),
    text('facility-address', 'Địa chỉ cơ sở', 'DIACHI_CSKCB'),
    issued('id-issued', 'Giấy tờ cấp ngày, nơi cấp', 'NGAY_CAP', 'NOI_CAP'),
  ],
  boxes: [
    ['id-kind', 'LOAI_GIAYTO'],
    ['insurance-card', 'MA_THE'],
    ['insurance-number', 'MA_BHXH'],
    ['permanent-province', 'MATINH_THUONGTRU'],
    ['permanent-district', 'MAHUYEN_THUONGTRU'],
    ['permanent-ward', 'MAXA_THUONGTRU'],
    ['current-address', 'DCHI_HIENTAI'],
    ['current-province', 'MATINH_HIENTAI'],
    ['current-district', 'MAHUYEN_HIENTAI'],
    ['current-ward', 'MAXA_HIENTAI'],
  ],
}

/** Giấy khám sức khỏe lái xe (POST /api/hssk/gksk). */
export const driverCertificate: Paper = {
  type: 'driver-certificate',
  title: 'Giấy khám sức khỏe của người lái xe',
  number: ['SO'],
  date: ['NGAYKETLUAN'],
  authors: [],
  authorName: 'BACSYKETLUAN',
  sections: [
    text('conclusion', 'Kết luận', 'KETLUAN'),
    text('licence-class', 'Hạng bằng lái', 'HANGBANGLAI'),
    text('disease', 'Tình trạng bệnh', 'TINHTRANGBENH'),
    text('re-examination', 'Ngày khám lại', 'NGAYKHAMLAI'),
    text('reason', 'Lý do khám lại', 'LYDO'),
    join('id-issued', 'Giấy tờ cấp ngày, nơi cấp', ', ', 'NGAYTHANGNAMCAPCMND', 'NOICAP'),
  ],
  // STATE and the code of the alcohol unit: lists nobody has seen; kept as sent, never interpreted.
  boxes: [
    ['facility-name', 'BENHVIEN'],
    ['alcohol-unit', 'DVINONGDOCON'],
    ['state', 'STATE'],
    ['province', 'MATINH_THUONGTRU'],
    ['district', 'MAHUYEN_THUONGTRU'],
    ['ward', 'MAXA_THUONGTRU'],
  ],
}
