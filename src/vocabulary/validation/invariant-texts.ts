import type { Constraint } from '#vocabulary/definitions'

/** What to do about the invariants that people meet; of the others, the specification's own sentence. */
const texts: Readonly<Record<string, string>> = {
  'ait-1': 'Dị ứng phải có clinicalStatus, trừ khi bản ghi đã bị đánh dấu nhập nhầm.',
  'ait-2': 'Dị ứng đã đánh dấu nhập nhầm thì không có clinicalStatus.',
  'att-1': 'Tệp đính kèm có data thì phải có contentType.',
  'bdl-5': 'Entry phải có ít nhất một trong resource, request, response.',
  'con-3': 'Chẩn đoán trong danh sách vấn đề phải có clinicalStatus.',
  'con-4': 'Bệnh đã hết (abatement) thì clinicalStatus phải là resolved, remission hoặc inactive.',
  'con-5': 'Chẩn đoán đã đánh dấu nhập nhầm thì không có clinicalStatus.',
  'cpt-2': 'Có số liên lạc thì phải có system (phone, email …).',
  'ext-1': 'Phần mở rộng phải có hoặc value[x] hoặc extension con, không được có cả hai hay không có gì.',
  'obs-3': 'Khoảng tham chiếu phải có low, high hoặc text.',
  'obs-6': 'Đã có kết quả (value) thì không có dataAbsentReason.',
  'obs-7': 'Mã của component trùng mã của Observation thì không được có value ở Observation.',
  'org-1': 'Cơ sở phải có ít nhất identifier hoặc name.',
  'org-2': 'Địa chỉ của cơ sở không được là địa chỉ nhà riêng (home).',
  'org-3': 'Số liên lạc của cơ sở không được là số nhà riêng (home).',
  'pat-1': 'Người liên hệ phải có tên, số liên lạc, địa chỉ hoặc cơ quan.',
  'per-1': 'Thời điểm bắt đầu phải trước hoặc bằng thời điểm kết thúc.',
  'qty-3': 'Đơn vị có code thì phải có system.',
  'rat-1': 'Tỷ số phải có cả numerator và denominator, hoặc chỉ có extension.',
  'rng-2': 'Cận dưới phải nhỏ hơn hoặc bằng cận trên.',
  'sqty-1': 'Ở đây số lượng không được có comparator.',
}

export const invariantText = ({ key, human }: Constraint): string =>
  texts[key] ?? `Không đạt quy tắc ${key}: ${human}`
