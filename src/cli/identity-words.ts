import type { TuningStep } from '#record/identity/tuning'
import { createProgressBar } from './progress-bar.ts'

/** Comparisons and kinds of keys as a records clerk calls them. */
export const comparisonText: Readonly<Record<string, string>> = {
  name: 'Họ tên',
  birth: 'Ngày sinh',
  order: 'Thứ tự trong lần sinh',
  sex: 'Giới tính',
  'citizen id': 'Số định danh',
  bhxh: 'Mã BHXH',
  cmnd: 'CMND 9 số',
  passport: 'Hộ chiếu',
  'birth certificate': 'Giấy chứng sinh',
  household: 'Điện thoại, nơi ở',
  parents: 'Cha, mẹ',
}

export const levelText: Readonly<Record<string, string>> = {
  exact: 'trùng cả dấu',
  equal: 'trùng',
  folded: 'trùng, bỏ dấu',
  different: 'khác',
  number: 'trùng số',
  'phone and commune': 'điện thoại và xã trùng',
  'other province': 'tỉnh khác',
}

export const blockText: Readonly<Record<string, string>> = {
  ...{ 'citizen id': 'số định danh', bhxh: 'mã BHXH', cmnd: 'CMND 9 số', passport: 'hộ chiếu' },
  'birth certificate': 'giấy chứng sinh',
  'guardian and month': 'số của cha mẹ, tháng sinh',
  'mother and year': 'tên mẹ, năm sinh',
  'phone and given': 'điện thoại, tên gọi',
  'phone and year': 'điện thoại, năm sinh',
  'name and date': 'họ tên, ngày sinh',
  'sound and date': 'âm của họ tên, ngày sinh',
  'given and date': 'tên gọi, ngày sinh',
  'names but the given, and date': 'họ và đệm, ngày sinh',
  'date and commune': 'ngày sinh, xã',
  'name and day of the year': 'họ tên, ngày và tháng sinh',
  'names but the given, year and commune': 'họ và đệm, năm sinh, xã',
  'given, year and commune': 'tên gọi, năm sinh, xã',
  'name and commune': 'họ tên, xã',
  'incomplete: initial of the middle name and year': 'chữ đầu tên đệm, năm sinh (thiếu ngày)',
  'incomplete: ends of the given name and year': 'chữ đầu và cuối của tên gọi, năm sinh (thiếu ngày)',
  'infants of one day': 'trẻ sinh cùng ngày',
  'name and year': 'họ tên, năm sinh',
}

const steps: Readonly<Record<TuningStep, string>> = {
  'common-numbers': 'Tìm số không của riêng ai',
  'common-keys': 'Tìm khóa đông',
  holders: 'Chia nhỏ khóa đông',
  records: 'Đọc hồ sơ',
  mates: 'Đọc hồ sơ gần nhau',
  weights: 'Học trọng số',
  settle: 'Sắp xếp thử',
}

/** One bar after the other, as the steps come. */
export function createStepBars(isOff: boolean) {
  let current: TuningStep | null = null
  let bar = createProgressBar('', true)
  return {
    onProgress(step: TuningStep, done: number, total: number) {
      if (step !== current) {
        bar.end()
        bar = createProgressBar(steps[step], isOff)
        current = step
      }
      bar.update(done, total, total > 1 ? done.toLocaleString('vi-VN') : '')
    },
    end: () => bar.end(),
  }
}
