import { type Malformed, text } from './corpus.types.ts'

const msh = (type: string, control: string, changes: Readonly<Record<number, string>> = {}) => {
  const fields = [
    'MSH',
    '^~\\&',
    'HIS',
    '99901',
    'MACH',
    'SYT',
    '20260815083000',
    '',
    type,
    control,
    'P',
    '2.5.1',
  ]
  for (const [n, value] of Object.entries(changes)) fields[Number(n) - 1] = value
  return fields.join('|')
}
const pid = 'PID|1||BN01^^^99901^MR||NGUYEN^VAN THU||19900315|M|||1 Le Loi^^Da Nang'
const pv1 = 'PV1|1|O|KKB^^^99901||||BS01^TRAN^A||||||||||||V1|||||||||||||||||||||||||20260815083000'
const seg = (...segments: string[]) => `${segments.join('\r')}\r`
const adt = (n: number, type = 'ADT^A01^ADT_A01') =>
  seg(msh(type, `C${n}`), 'EVN|A01|20260815083000', pid, pv1.replace('|V1|', `|V${n}|`))
const oru = (...obx: string[]) =>
  seg(
    msh('ORU^R01^ORU_R01', 'C2'),
    pid,
    pv1.replace('|V1|', '|V2|'),
    'ORC|RE|O1',
    'OBR|1|O1|R1|GLU^Glucose^L|||20260815083000',
    ...obx,
  )
const glucose = 'OBX|1|NM|GLU^Glucose^L||5.6|mmol/L|3.9-6.4||||F|||20260815090000'

const between = (victim: string) => text(adt(1) + victim + adt(3))
const item = (what: string, victim: string, says: string | readonly string[], keeps = 2): Malformed => ({
  id: `hl7-v2/${what}`,
  file: between(victim),
  says: typeof says === 'string' ? [says] : says,
  keeps,
})
const without = (message: string, segment: string) =>
  message
    .split('\r')
    .filter((s) => !s.startsWith(segment))
    .join('\r')
const header = (what: string, changes: Readonly<Record<number, string>>, says: string, keeps = 2) =>
  item(`header/${what}`, adt(2).replace(/^[^\r]*/, msh('ADT^A01', 'C2', changes)), says, keeps)

/** HL7 v2 messages, each between two sound ones. */
export function hl7Messages(): Malformed[] {
  return [
    ...['ADT^A99', 'QRY^Q01', 'DFT^P03', 'BAR^P01', 'XXX', 'ADT', '^A01', 'ORU^R99'].map((type, n) =>
      header(`type-${n + 1}`, { 9: type }, 'HL7_TYPE_UNSUPPORTED'),
    ),
    header('ack', { 9: 'ACK^A01' }, 'HL7_ACK_NOT_DATA'),
    header('no-control-id', { 10: '' }, 'HL7_CONTROL_ID_MISSING'),
    ...['T', 'D', 'X'].map((value) => header(`processing-${value}`, { 11: value }, 'HL7_PROCESSING_ID')),
    ...['3.0', '1.0', 'hai', '2.51.1.1'].map((value, n) =>
      header(`version-${n + 1}`, { 12: value }, 'HL7_VERSION_UNSUPPORTED'),
    ),
    header('another-facility', { 4: '99902' }, 'HL7_FACILITY_MISMATCH'),
    item('pid-missing', without(adt(2), 'PID'), 'HL7_SEGMENT_MISSING'),
    item('two-patients', adt(2).replace(pid, `${pid}\r${pid.replace('BN01', 'BN02')}`), 'HL7_MANY_PATIENTS'),
    item('no-number', adt(2).replace('BN01^^^99901^MR', ''), 'HL7_PATIENT_NUMBER_MISSING'),
    item('number-null', adt(2).replace('BN01^^^99901^MR', '""'), 'HL7_PATIENT_NUMBER_MISSING'),
    item(
      'two-numbers',
      adt(2).replace('BN01^^^99901^MR', 'BN01^^^99901^MR~BN09^^^99901^MR'),
      'HL7_PATIENT_NUMBER_UNCLEAR',
    ),
    item('number-of-others', adt(2).replace('BN01^^^99901^MR', 'BN01^^^99955^MR'), 'HL7_ASSIGNER_UNKNOWN'),
    item('name-missing', adt(2).replace('NGUYEN^VAN THU', ''), 'HL7_NAME_MISSING', 3),
    item('visit-missing', adt(2).replace('|V2|', '||'), 'HL7_VISIT_NUMBER_MISSING', 3),
    item('birth-in-words', adt(2).replace('19900315', 'nam Thin'), 'HL7_DATE_FORMAT', 3),
    item('birth-impossible', adt(2).replace('19900315', '19901399'), 'HL7_DATE_FORMAT', 3),
    item('citizen-number', adt(2).replace('^MR|', '^MR~123^^^CCCD^NI|'), 'HL7_CITIZEN_ID_FORMAT', 3),
    item('segment-unknown', `${adt(2)}ZZZ|1|riêng\r`, 'HL7_STRUCTURE_UNREAD', 3),
    item('line-broken', adt(2).replace('1 Le Loi', '1 Le\rLoi'), 'HL7_LINE_BROKEN', 3),
    item('oru/obr-missing', without(oru(glucose), 'OBR'), 'HL7_SEGMENT_MISSING'),
    item('oru/number-in-words', oru(glucose.replace('|5.6|', '|cao|')), 'HL7_NUMBER_FORMAT', 3),
    item('oru/type-unknown', oru(glucose.replace('|NM|', '|ZZ|')), 'HL7_VALUE_TYPE', 3),
    item('oru/type-missing', oru(glucose.replace('|NM|', '||')), 'HL7_VALUE_TYPE', 3),
    item('oru/result-day', oru(glucose.replace('20260815090000', '15/08/2026')), 'HL7_DATE_FORMAT', 3),
    item('orm/obr-missing', seg(msh('ORM^O01', 'C2'), pid, pv1, 'ORC|NW|O1'), 'HL7_SEGMENT_MISSING'),
    item('siu/sch-missing', seg(msh('SIU^S12', 'C2'), pid, pv1), 'HL7_SEGMENT_MISSING'),
    item('mdm/txa-missing', seg(msh('MDM^T02', 'C2'), pid, pv1), 'HL7_SEGMENT_MISSING'),
    item('vxu/rxa-missing', seg(msh('VXU^V04', 'C2'), pid), 'HL7_SEGMENT_MISSING'),
    item('a40/mrg-missing', seg(msh('ADT^A40', 'C2'), 'EVN|A40|20260815083000', pid), 'HL7_SEGMENT_MISSING'),
    item(
      'a40/no-number',
      seg(msh('ADT^A40', 'C2'), 'EVN|A40|20260815083000', pid, 'MRG|'),
      'HL7_MERGE_NUMBER',
    ),
    item(
      'a40/itself',
      seg(msh('ADT^A40', 'C2'), 'EVN|A40|20260815083000', pid, 'MRG|BN01^^^99901^MR'),
      'HL7_MERGE_SAME',
    ),
  ]
}

/** A sender without a facility, as a file of one message. */
export function hl7Files(): Malformed[] {
  return [
    {
      id: 'hl7-v2/file/facility-unknown',
      file: text(adt(1).replace('|99901|', '|HIS A|')),
      facility: null,
      says: ['HL7_FACILITY_UNKNOWN'],
      keeps: 0,
    },
    {
      id: 'hl7-v2/file/large',
      file: text(`${adt(1)}NTE|1||${'x'.repeat(9_000_000)}\r${adt(3)}`),
      says: ['HL7_RECORD_TOO_LARGE'],
      keeps: 1,
    },
  ]
}
