import type { GuardName } from './guards.types.ts'
import type { comparisonAt } from './level-names.ts'

/** What a comparison found, in the words of a records clerk; by comparison and level as the model names them. */
export const sentences: Readonly<Record<keyof typeof comparisonAt, readonly string[]>> = {
  name: [
    'Họ tên trùng hoàn toàn',
    'Họ tên trùng (bỏ dấu)',
    'Họ tên trùng, khác thứ tự viết',
    'Họ tên trùng theo cách viết khác (i/y, Hoàng/Huỳnh, Vũ/Võ)',
    'Họ và tên trùng, tên đệm thiếu, viết tắt hoặc gõ nhầm',
    'Họ tên lệch một chữ cái, có vẻ gõ nhầm',
    'Họ và tên trùng, tên đệm khác',
    'Chỉ tên gọi trùng',
    'Tên gần giống nhưng là hai tên khác nhau (như Uy và Duy)',
    'Họ tên khác nhau',
  ],
  birth: [
    'Ngày sinh trùng',
    'Ngày và tháng sinh đảo chỗ',
    'Ngày, tháng sinh trùng, năm lệch 1 hoặc 10',
    'Năm sinh trùng, một bên không rõ ngày',
    'Ngày sinh lệch một chữ số',
    'Cùng năm sinh, khác ngày',
    'Năm sinh ước tính, lệch không quá 2 năm',
    'Ngày sinh khác nhau',
  ],
  order: ['Cùng thứ tự con trong lần sinh', 'Khác thứ tự con trong lần sinh'],
  sex: ['Giới tính trùng', 'Giới tính khác nhau'],
  citizenId: [
    'Số CCCD trùng',
    'Số CCCD trùng sau khi bù số 0 ở đầu',
    'Số CCCD lệch một chữ số',
    'Số CCCD khác nhau',
  ],
  bhxh: [
    'Số BHXH trùng',
    'Số BHXH trùng sau khi bù số 0 ở đầu',
    'Số BHXH lệch một chữ số',
    'Số BHXH khác nhau',
  ],
  cmnd: ['Số CMND trùng', 'Số CMND khác nhau: không nói lên gì'],
  passport: ['Số hộ chiếu trùng', 'Số hộ chiếu khác nhau: có thể đã cấp lại'],
  birthCertificate: ['Số giấy chứng sinh trùng', 'Số giấy chứng sinh khác nhau'],
  household: [
    'Số điện thoại và xã, phường trùng',
    'Số điện thoại trùng',
    'Xã, phường và đường, thôn trùng',
    'Xã, phường trùng',
    'Cùng tỉnh, không rõ xã',
    'Số điện thoại khác nhau',
    'Xã, phường khác nhau',
    'Xã, phường và số điện thoại khác nhau',
    'Tỉnh khác nhau',
  ],
  parents: [
    'Số CCCD của cha, mẹ hoặc người giám hộ trùng',
    'Tên mẹ trùng',
    'Tên cha trùng',
    'Tên cha mẹ gần giống',
    'Tên cha mẹ khác nhau',
  ],
}

/** Why the computer does not decide alone, or not at all. */
export const guardSentences: Readonly<Record<GuardName, string>> = {
  'citizen-number-conflict': 'Hai số CCCD hợp lệ khác nhau: không tự nối',
  'insurance-number-conflict': 'Hai số BHXH khác nhau, không có số nào khác trùng: không tự nối',
  'borrowed-number': 'Số trùng nhưng cả tên và năm sinh đều khác: có thể mượn số, không nối',
  'generations-apart': 'Năm sinh cách nhau từ 12 năm: có thể là cha con, ông cháu, không tự nối',
  'mother-and-child': 'Trẻ sơ sinh và người lớn: không nối mẹ với con',
  newborn:
    'Trẻ sơ sinh chưa có tên: chỉ tự nối khi có số riêng, hoặc trùng số của mẹ, ngày sinh và thứ tự con',
  'newborn-alone': 'Trẻ sơ sinh chưa có tên, chỉ trùng ngày sinh và nơi ở: không nối',
  'birth-order': 'Khác thứ tự con trong một lần sinh: hai trẻ sinh đôi, không nối',
  'given-name': 'Tên gọi khác nhau, cùng nhà hoặc cùng ngày sinh: có thể là anh chị em, không nối',
  'given-name-near': 'Tên gọi chỉ gần giống, không có số nào trùng: có thể là sinh đôi hoặc anh chị em',
  'name-and-birth-only': 'Chỉ có họ tên và ngày sinh trùng: chưa đủ để tự nối',
  'name-and-birth-common': 'Chỉ có họ tên và ngày sinh trùng mà nhiều người trùng như vậy: không nối',
  'name-and-birth-elsewhere': 'Chỉ có họ tên và ngày sinh trùng, nơi ở hoặc điện thoại khác: không nối',
  'number-alone': 'Có số trùng nhưng chưa thấy tên hoặc ngày sinh nào khớp',
  'mixed-person': 'Ngày sinh trong hai nhóm hồ sơ cách nhau trên 2 năm, không có số nào trùng',
}
