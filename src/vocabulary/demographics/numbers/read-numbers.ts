import type { DemographicRecord } from '../demographics.types.ts'
import {
  type IdentifierFound,
  type IdentifierSystem,
  type NumberFeatures,
  NumberFlag,
  type PackedNumbers,
} from './number.types.ts'
import { readCitizenField } from './read-citizen-field.ts'
import { readInsuranceField } from './read-insurance-field.ts'
import { readBirthCertificateField, readPassportField } from './read-other-fields.ts'
import { readPhoneField } from './read-phone-field.ts'
import { add } from './split-field.ts'

export type NumberFields = Pick<
  DemographicRecord,
  'sex' | 'citizenNumber' | 'insuranceNumber' | 'passportNumber' | 'birthCertificateNumber' | 'phone'
>

/** All numbers of a record, each once, in the order of the fields. `birthYear` comes from the dates, null when unknown. */
export function readNumbers(record: NumberFields, birthYear: number | null): readonly IdentifierFound[] {
  const owner = { birthYear, sex: record.sex }
  const list: IdentifierFound[] = []
  for (const one of readCitizenField(record.citizenNumber, owner)) add(list, one)
  for (const one of readInsuranceField(record.insuranceNumber, owner)) add(list, one)
  for (const one of readPassportField(record.passportNumber)) add(list, one)
  for (const one of readBirthCertificateField(record.birthCertificateNumber)) add(list, one)
  for (const one of readPhoneField(record.phone)) add(list, one)
  return list
}

/** Shared by all records without a number of a system: most features are this. */
const none: PackedNumbers = { values: [], flags: [] }

/** The numbers as comparisons take them. Dummies stay out: the seeded by their flag, the learned by `isDummy`. */
export function packNumbers(
  numbers: readonly IdentifierFound[],
  isDummy: (system: IdentifierSystem, packed: number) => boolean = () => false,
): NumberFeatures {
  const of = (system: IdentifierSystem): PackedNumbers => {
    let values: number[] | undefined
    let flags: number[] | undefined
    for (const one of numbers) {
      if (one.system !== system || (one.flags & NumberFlag.dummy) !== 0 || isDummy(system, one.packed))
        continue
      values ??= []
      flags ??= []
      values.push(one.packed)
      flags.push(one.flags)
    }
    return values && flags ? { values, flags } : none
  }
  return {
    citizenId: of('citizen-id'),
    cmnd: of('cmnd'),
    bhxh: of('bhxh'),
    passport: of('passport'),
    birthCertificate: of('birth-certificate'),
    phone: of('phone'),
  }
}
