import type { SentMessage } from '#vocabulary/messages'

/**
 * A patient who came as an emergency (QĐ 3276/2025, MA_DOITUONG_KCB 2) or by HL7 patient class E (table 0004): somebody
 * may be waiting for this check-in at a bedside, so it passes the files of ordinary days.
 */
export function isEmergency(message: SentMessage): boolean {
  switch (message.kind) {
    case 'check-in':
      return message.tables.XML0?.some(({ values }) => values.MA_DOITUONG_KCB === '2') ?? false
    case 'hl7-v2':
      return message.hl7.segments.some((segment) => segment.name === 'PV1' && segment.get(2) === 'E')
    default:
      return false
  }
}
