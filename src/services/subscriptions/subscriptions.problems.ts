import type { Problem } from '#foundation/result'

type Failure = Problem & { readonly issue?: string }

/** Failures that a subscriber or an asker can meet. */
export const subscriptionProblems = {
  noCriteria: {
    code: 'SUBSCRIPTION_CRITERIA',
    kind: 'incorrect',
    message:
      'Subscription.criteria phải là địa chỉ của một chủ đề (SubscriptionTopic) hoặc câu tìm kiếm Loại?điều-kiện.',
  },
  noSuchTopic: {
    code: 'SUBSCRIPTION_TOPIC',
    kind: 'unsupported',
    message: 'Máy chủ không có chủ đề này. Xem danh sách chủ đề trong /fhir/R4/metadata.',
  },
  channel: {
    code: 'SUBSCRIPTION_CHANNEL',
    kind: 'unsupported',
    message: 'Chỉ hỗ trợ kênh rest-hook và websocket.',
  },
  classicSocket: {
    code: 'SUBSCRIPTION_CLASSIC_SOCKET',
    kind: 'unsupported',
    message: 'Kênh websocket cần một chủ đề (SubscriptionTopic) trong criteria.',
  },
  payload: {
    code: 'SUBSCRIPTION_PAYLOAD',
    kind: 'unsupported',
    message:
      'Channel.payload chỉ nhận application/fhir+json; nội dung chỉ nhận empty, id-only, full-resource.',
  },
  endpoint: {
    code: 'SUBSCRIPTION_ENDPOINT',
    kind: 'forbidden',
    message:
      'Địa chỉ nhận tin phải là http(s), không kèm mật khẩu, và thuộc danh sách máy được phép (MACH_SUBSCRIPTION_HOSTS).',
  },
  header: {
    code: 'SUBSCRIPTION_HEADER',
    kind: 'incorrect',
    message:
      'Channel.header phải có dạng “Tên: giá trị”, không quá 20 dòng và không ghi đè tiêu đề của kết nối.',
  },
  join: {
    code: 'SUBSCRIPTION_JOIN',
    kind: 'unsupported',
    message: 'Không theo dõi được điều kiện qua tài nguyên khác (chuỗi tham chiếu, _has, _list).',
  },
  ended: {
    code: 'SUBSCRIPTION_ENDED',
    kind: 'conflict',
    message: 'Đã quá thời điểm kết thúc (Subscription.end).',
  },
  away: {
    code: 'SUBSCRIPTION_AWAY',
    kind: 'unavailable',
    message: 'Nơi nhận không trả lời quá lâu: đã ngừng gửi. Đặt lại status là requested để bắt đầu lại.',
  },
  changedMeanwhile: {
    code: 'SUBSCRIPTION_CHANGED',
    kind: 'conflict',
    message: 'Subscription vừa được người khác sửa.',
  },
  notFollowed: {
    code: 'SUBSCRIPTION_NOT_FOLLOWED',
    kind: 'not-found',
    message: 'Subscription này chưa được theo dõi. Hãy thử lại sau vài giây.',
  },
  noSocket: {
    code: 'SUBSCRIPTION_NO_SOCKET',
    kind: 'incorrect',
    issue: 'value',
    message: 'Cần ít nhất một Subscription dùng kênh websocket.',
  },
  badNumber: {
    code: 'SUBSCRIPTION_NUMBER',
    kind: 'incorrect',
    issue: 'value',
    message: 'eventsSinceNumber và eventsUntilNumber phải là số nguyên không âm.',
  },
  badContent: {
    code: 'SUBSCRIPTION_CONTENT',
    kind: 'incorrect',
    issue: 'value',
    message: 'content chỉ nhận empty, id-only hoặc full-resource.',
  },
} as const satisfies Record<string, Failure>

export const badFilter = (name: string, reason: string): Problem => ({
  code: 'SUBSCRIPTION_FILTER',
  kind: 'incorrect',
  message: `Điều kiện “${name.slice(0, 80)}”: ${reason}`,
})
