import type { Problem } from '#foundation/result'

/** Why a query is not answered: HL7's code of table 0357, where it stands, our code and the sentence for people. */
export interface QueryFault {
  /** `AE`: the question is wrong. `AR`: not now, or not here. */
  readonly status: 'AE' | 'AR'
  readonly hl7: readonly [code: string, text: string]
  /** ERR-2: segment, sequence, field, repetition, component. */
  readonly place: readonly string[]
  readonly code: string
  readonly message: string
}

const missing = ['101', 'Required field missing'] as const
const unknownKey = ['204', 'Unknown key identifier'] as const
const internal = ['207', 'Application internal error'] as const

const fault = (
  status: QueryFault['status'],
  hl7: QueryFault['hl7'],
  place: readonly string[],
  code: string,
  message: string,
): QueryFault => ({ status, hl7, place, code, message })

export const queryFaults = {
  closed: fault(
    'AR',
    ['200', 'Unsupported message type'],
    ['MSH', '1', '9'],
    'MLLP_QUERY_CLOSED',
    'Máy chủ này chưa mở chỉ mục định danh cho máy hỏi.',
  ),
  unsupported: fault(
    'AR',
    ['201', 'Unsupported event code'],
    ['MSH', '1', '9', '1', '2'],
    'MLLP_QUERY_UNSUPPORTED',
    'MSH-9: chỉ trả lời QBP^Q22 (tìm người) và QBP^Q23 (tìm số tương ứng).',
  ),
  notProduction: fault(
    'AR',
    ['202', 'Unsupported processing id'],
    ['MSH', '1', '11'],
    'MLLP_QUERY_PROCESSING_ID',
    'MSH-11: câu hỏi thử nghiệm (D hoặc T) không được trả lời bằng dữ liệu thật.',
  ),
  noQuery: fault(
    'AE',
    ['100', 'Segment sequence error'],
    ['QPD', '1'],
    'MLLP_QUERY_MISSING',
    'Thiếu đoạn QPD. Bổ sung rồi gửi lại.',
  ),
  noTag: fault('AE', missing, ['QPD', '1', '2'], 'MLLP_QUERY_TAG', 'QPD-2: thiếu mã của câu hỏi.'),
  noNumber: fault('AE', missing, ['QPD', '1', '3'], 'MLLP_QUERY_NUMBER', 'QPD-3: thiếu số cần hỏi.'),
  pointer: fault(
    'AE',
    ['102', 'Data type error'],
    ['DSC', '1', '1'],
    'MLLP_QUERY_POINTER',
    'DSC-1 không phải con trỏ của câu hỏi này. Hãy hỏi lại từ đầu.',
  ),
  unknownSystem: fault(
    'AE',
    unknownKey,
    ['QPD', '1', '3', '1', '4'],
    'MLLP_QUERY_DOMAIN',
    'QPD-3: không biết nơi cấp số này, hoặc cơ sở này không được hỏi bằng số của nơi ấy.',
  ),
  unknownNumber: fault(
    'AE',
    unknownKey,
    ['QPD', '1', '3', '1', '1'],
    'MLLP_QUERY_UNKNOWN_NUMBER',
    'QPD-3: không có người bệnh nào mang số này.',
  ),
  unavailable: fault(
    'AR',
    internal,
    [],
    'MLLP_QUERY_UNAVAILABLE',
    'Chưa trả lời được câu hỏi này. Hãy hỏi lại sau.',
  ),
} as const

/** QPD-3 asks by a field of another segment, or one that nobody is looked for by; leaving it out would find too many. */
export const unreadField = (repetition: number): QueryFault =>
  fault(
    'AE',
    ['103', 'Table value not found'],
    ['QPD', '1', '3', String(repetition), '1'],
    'MLLP_QUERY_FIELD',
    'QPD-3: không tìm người theo trường này hoặc giá trị này. Dùng PID-3, 5, 6, 7, 8, 11, 13, không có dấu “*”.',
  )

/** A domain asked for (QPD-4 of Q23, QPD-8 of Q22) that nobody knows; null: the index does not say which. */
export const unknownTarget = (field: 4 | 8, repetition: number | null): QueryFault =>
  fault(
    'AE',
    unknownKey,
    ['QPD', '1', String(field), ...(repetition === null ? [] : [String(repetition)])],
    'MLLP_QUERY_TARGET',
    `QPD-${field}: không biết nơi cấp số này.`,
  )

/** What the gate refused: too little is the question's fault, the rest is for later or for somebody else. */
export const refusedByGate = (problem: Problem): QueryFault =>
  problem.kind === 'incorrect'
    ? fault('AE', missing, ['QPD', '1', '3'], problem.code, problem.message)
    : fault('AR', internal, [], problem.code, problem.message)
