import { createHmac } from 'node:crypto'
import { tidyName } from '#vocabulary/vietnam'
import type { PersonToVerify } from './verification.types.ts'

/** Thirty-two bytes, as base64 or hexadecimal; null: not a key. */
export function readDigestKey(text: string): Buffer | null {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  return key.length === 32 ? key : null
}

/**
 * What was asked, as 16 bytes from which nobody without the deployment's key can find it again: twelve digits are few enough
 * to try all of them on a plain hash. Case and spacing of a name do not count, tone marks do.
 */
export const digestSubject = (key: Buffer, person: PersonToVerify): Buffer =>
  createHmac('sha256', key)
    .update(
      JSON.stringify([
        person.citizenNumber,
        tidyName(person.fullName).toUpperCase(),
        person.birthDate,
        person.sex,
      ]),
    )
    .digest()
    .subarray(0, 16)
