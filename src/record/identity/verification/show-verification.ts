import type { RecordStanding, VerificationItem, VerificationStep } from './api.types.ts'
import type { Standing } from './standing.ts'
import { outcomeSentences, troubleSentences } from './verification.problems.ts'
import type { EventRow, VerificationRow } from './verification.queries.ts'
import type { VerifiedField } from './verification.types.ts'

/** A row as the desk reads it. */
export const showVerification = (row: VerificationRow): VerificationItem => ({
  verificationId: row.verificationId,
  recordId: row.recordId,
  facility: row.facility,
  askedBy: row.askedBy,
  reason: row.reason,
  method: row.method,
  askedAt: row.askedAt.toISOString(),
  state: row.state,
  attempts: row.attempts,
  nextAt: row.nextAt?.toISOString() ?? null,
  trouble: row.trouble,
  outcome: row.outcome,
  asked: row.asked,
  compared: row.compared,
  differs: row.differs,
  level: row.level,
  reference: row.reference,
  closedAt: row.closedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  message: sentenceOf(row),
})

export const showStep = ({ at, kind, by, reason, trouble }: EventRow): VerificationStep => ({
  at: at.toISOString(),
  ...{ kind, by, reason, trouble },
})

export const showStanding = ({ level, vetoes, doubt, until }: Standing): RecordStanding => ({
  ...{ level, vetoes, doubt },
  until: until?.toISOString() ?? null,
})

const fieldNames: Readonly<Record<VerifiedField, string>> = {
  citizenNumber: 'số định danh',
  fullName: 'họ tên',
  birthDate: 'ngày sinh',
  sex: 'giới tính',
}

function sentenceOf(row: VerificationRow): string {
  if (row.state === 'cancelled') return 'Yêu cầu xác thực đã được hủy.'
  if (row.state === 'answered') {
    if (row.method === 'document') return 'Đã xem giấy tờ tùy thân.'
    if (row.method === 'chip') return 'Đã đọc chip thẻ căn cước.'
    const names = row.differs.map((field) => fieldNames[field]).join(', ')
    const partly =
      row.outcome === 'confirmed' && row.level !== 'population-verified'
        ? ' Cổng không đối chiếu đủ họ tên và ngày sinh, nên chưa tính là đã xác thực.'
        : ''
    return `${outcomeSentences[row.outcome!]}${names ? ` Khác: ${names}.` : ''}${partly}`
  }
  if (row.trouble) return troubleSentences[row.trouble]
  return 'Yêu cầu xác thực đang chờ trả lời; cứ tiếp tục đón tiếp.'
}
