import assert from 'node:assert/strict'
import type { OperationOutcome, Patient } from 'fhir/r4'

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/** Asks a server something under its FHIR base; an absolute address that it gave is asked as it stands. */
export type Ask = (path: string, asked?: Asked) => Promise<Told>

export type Client = ReturnType<typeof clientOf>

export const parse = <T>(told: Told) => JSON.parse(told.text) as T

const codeOf = (told: Told) => parse<OperationOutcome>(told).issue[0]?.details?.coding?.[0]?.code

export const aPatient = (family: string, more: object = {}) => ({
  resourceType: 'Patient',
  name: [{ family }],
  ...more,
})

export const identified = (value: string) => ({ identifier: [{ system: 'urn:test', value }] })

/** What the rules say again and again. */
export function clientOf(ask: Ask) {
  const post = (type: string, body: unknown, headers = {}) => ask(type, { method: 'POST', body, headers })
  return {
    ask,
    post,
    put: (path: string, body: unknown, headers = {}) => ask(path, { method: 'PUT', body, headers }),
    created: async (body: object) => parse<Patient>(await post('Patient', body)).id!,
    bundle: (type: string, entry: unknown[], headers = {}) =>
      ask('', { method: 'POST', body: { resourceType: 'Bundle', type, entry }, headers }),
    /** Refused in FHIR's words, with a sentence a person can read. */
    refused(told: Told, status: number, code: string) {
      assert.deepEqual([told.status, codeOf(told)], [status, code], told.text.slice(0, 300))
      assert.match(parse<OperationOutcome>(told).issue[0]!.details!.text!, /[à-ỹđ]/i)
      assert.match(told.headers['content-type'] ?? '', /^application\/fhir\+json/)
    },
  }
}
