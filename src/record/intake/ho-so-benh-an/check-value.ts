import { fieldNamed, recordTime } from '#vocabulary/medical-record'
import { parseCitizenId } from '#vocabulary/vietnam'
import type { RecordProblemCode, RecordProblems } from './problem-sentences.ts'

const icd10 = /^[A-Z]\d{2}(\.\d{1,3})?[*+†]?$/i

/** What a value of a field should look like; nothing here sets a record aside, since the words are kept as they are. */
const checks: Readonly<Record<string, readonly [RecordProblemCode, (value: string) => boolean]>> = {
  date: ['HSBA_TIME', (value) => recordTime(value) !== null],
  time: ['HSBA_TIME', (value) => recordTime(value) !== null],
  number: ['HSBA_NUMBER', (value) => /^[+-]?\d{1,15}([.,]\d{1,9})?$/.test(value)],
  icd10: [
    'HSBA_ICD10',
    (value) => value.split(/[;,]/).every((code) => icd10.test(code.trim()) || code.trim() === ''),
  ],
  indicator: ['HSBA_INDICATOR', (value) => /^\d{7}$/.test(value)],
  citizen: ['HSBA_CITIZEN_NUMBER', (value) => parseCitizenId(value).ok],
}

export function checkValue(
  group: string,
  field: string,
  value: string,
  row: number,
  problems: RecordProblems,
): void {
  const check = checks[fieldNamed(group, field)?.kind ?? '']
  if (check && !check[1](value)) problems.add(check[0], { table: group, row, field })
}
