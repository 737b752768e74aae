import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  summaryMissing: incorrect(
    'STANDARDISE_SUMMARY_MISSING',
    'Hồ sơ không có bảng tổng hợp (XML1) nên không biết của ai. Hãy gửi lại hồ sơ đủ bảng XML1.',
  ),
  checkInMissing: incorrect(
    'STANDARDISE_CHECK_IN_MISSING',
    'Bản tin check-in không có dòng nào. Hãy gửi lại bản tin.',
  ),
  deathNoticeMissing: incorrect(
    'STANDARDISE_DEATH_NOTICE_MISSING',
    'Giấy báo tử không có nội dung. Hãy gửi lại giấy báo tử.',
  ),
  driverCheckMissing: incorrect(
    'STANDARDISE_DRIVER_CHECK_MISSING',
    'Giấy khám sức khỏe lái xe không có nội dung. Hãy gửi lại giấy.',
  ),
  patientNumberMissing: incorrect(
    'STANDARDISE_PATIENT_NUMBER_MISSING',
    'Hồ sơ thiếu mã người bệnh (MA_BN) nên không nối được với người bệnh nào. Hãy bổ sung rồi gửi lại.',
  ),
} as const
