import type { SplitLimits } from '../bhyt-xml/split.types.ts'
import { DocumentCutter } from '../documents/cut-documents.ts'
import type { CutFault, DocumentKind } from '../documents/document-kind.ts'
import type { Format } from '../format.types.ts'
import { locateRecord } from './locate-record.ts'
import { type RecordProblemCode, recordProblem } from './problem-sentences.ts'
import { readMedicalRecord } from './read-medical-record.ts'

const codes: Readonly<Record<CutFault, RecordProblemCode>> = {
  broken: 'HSBA_FILE_BROKEN',
  encoding: 'HSBA_ENCODING',
  doctype: 'HSBA_DOCTYPE',
  'head-too-large': 'HSBA_HEAD_TOO_LARGE',
  'record-too-large': 'HSBA_TOO_LARGE',
  truncated: 'HSBA_TRUNCATED',
  trailing: 'HSBA_TRAILING',
  'no-records': 'HSBA_NO_RECORDS',
}

const kind: DocumentKind = {
  format: 'ho-so-benh-an',
  elements: new Set(['hosobenhan']),
  problem: (fault) => recordProblem(codes[fault]),
}

const named =
  /["<:](?:\w+:)?Ho_?So_?Benh_?An["\s/>]|["<](?:ThongTinBenhNhan|ThongTinVaoVien|ThongTinDieuTri|YLenhThuocVatTu)["\s/>]/i

/** Electronic medical records (HoSoBenhAn, TT 13/2025/TT-BYT) in XML or JSON: one, or many in a file. */
export const medicalRecordFormat: Format = {
  formats: ['ho-so-benh-an'],
  recognises(start) {
    const text = new TextDecoder('utf-8')
      .decode(start)
      .replace(/^\uFEFF/, '')
      .trimStart()
    return /^[<{[]/.test(text) && named.test(text)
  },
  splitter: (limits: SplitLimits) => new DocumentCutter(kind, limits),
  readRecord: readMedicalRecord,
  locate: locateRecord,
}
