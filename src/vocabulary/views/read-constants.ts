import { type Value, valueFrom } from '#vocabulary/fhirpath'
import { ViewFault } from './fault.ts'

const types: Readonly<Record<string, 'string' | 'number' | 'boolean'>> = {
  base64Binary: 'string',
  boolean: 'boolean',
  canonical: 'string',
  code: 'string',
  date: 'string',
  dateTime: 'string',
  decimal: 'number',
  id: 'string',
  instant: 'string',
  integer: 'number',
  integer64: 'number',
  oid: 'string',
  positiveInt: 'number',
  string: 'string',
  time: 'string',
  unsignedInt: 'number',
  uri: 'string',
  url: 'string',
  uuid: 'string',
}

/** `%name` with the type that the definition gives it, so that a date is compared as a date. */
export function readConstants(
  given: readonly { readonly name: string; readonly [key: string]: unknown }[],
): Map<string, Value> {
  const constants = new Map<string, Value>()
  given.forEach((constant, i) => {
    const where = `constant[${i}]`
    const keys = Object.keys(constant).filter((key) => key.startsWith('value'))
    if (keys.length !== 1) throw new ViewFault(where, 'hằng số cần đúng một value[x]')
    const key = keys[0]!
    const type = key.charAt(5).toLowerCase() + key.slice(6)
    if (!Object.hasOwn(types, type) || typeof constant[key] !== types[type]) {
      throw new ViewFault(where, `giá trị của ${key} không đúng kiểu`)
    }
    if (constants.has(constant.name)) throw new ViewFault(where, `hằng số ${constant.name} khai báo hai lần`)
    // R4 has no integer64: it counts as an integer here.
    constants.set(constant.name, valueFrom(constant[key], type === 'integer64' ? 'integer' : type))
  })
  return constants
}
