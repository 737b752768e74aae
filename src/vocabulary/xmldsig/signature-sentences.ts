import type { SignatureCheck, SignatureFault } from './xmldsig.types.ts'

const sentences: Readonly<Record<SignatureFault, string>> = {
  'too-large': 'Tệp có chữ ký số nhưng quá lớn để kiểm tra chữ ký. Chia nhỏ tệp rồi ký và gửi lại.',
  unreadable:
    'Chữ ký số không đọc được: tệp không đúng cấu trúc XML. Xuất lại tệp, ký lại và không sửa sau khi ký.',
  doctype: 'Tệp đã ký có khai báo DOCTYPE nên không kiểm tra chữ ký. Bỏ DOCTYPE, ký lại rồi gửi.',
  'several-signatures': 'Tệp có nhiều hơn một chữ ký số. Mỗi tệp chỉ ký một lần, trong thẻ CHUKYDONVI.',
  misplaced: 'Chữ ký số không nằm trong thẻ CHUKYDONVI nên không được công nhận.',
  wrapped:
    'Có hồ sơ nằm trong chữ ký hoặc trong ghi chú của tệp: dấu hiệu chữ ký bị ghép. Không công nhận chữ ký.',
  'duplicate-id': 'Hai phần của tệp mang cùng một Id nên không rõ phần nào được ký. Không công nhận chữ ký.',
  'external-reference': 'Chữ ký số trỏ ra ngoài tệp. Chỉ công nhận chữ ký trên chính nội dung tệp.',
  algorithm: 'Thuật toán của chữ ký số không được công nhận: cần RSA với SHA-256.',
  'no-certificate': 'Chữ ký số không kèm chứng thư số của người ký nên không kiểm tra được.',
  'weak-key': 'Khóa của chứng thư số quá ngắn: cần RSA từ 2048 bit.',
  tampered: 'Nội dung tệp đã thay đổi sau khi ký. Ký lại rồi gửi lại.',
  'wrong-value': 'Giá trị chữ ký không khớp với chứng thư số kèm theo. Ký lại bằng đúng thiết bị của đơn vị.',
  'not-covering': 'Chữ ký số không bao trùm mọi hồ sơ trong tệp: có hồ sơ nằm ngoài phần đã ký.',
  'not-yet-valid': 'Chứng thư số chưa đến ngày có hiệu lực ở thời điểm ký.',
  expired: 'Chứng thư số đã hết hạn ở thời điểm ký. Gia hạn chứng thư, ký lại rồi gửi.',
  'untrusted-issuer': 'Chứng thư số do tổ chức không có trong danh sách được tin cậy cấp.',
}

/** What to tell the sender; null when there is no signature or nothing is wrong with it. */
export function signatureProblem(
  check: SignatureCheck,
): { readonly code: string; readonly severity: 'warning'; readonly message: string } | null {
  if (!check.present || check.reason === null) return null
  const code = `BHYT_SIGNATURE_${check.reason.toUpperCase().replaceAll('-', '_')}`
  return { code, severity: 'warning', message: sentences[check.reason] }
}
