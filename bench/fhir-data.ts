import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { projectRoot } from '#foundation/project'

export const samplesFolder = join(projectRoot(), '../shared/reference/fhir/synthea')
export const hasSamples = (): boolean => existsSync(samplesFolder)

export interface SampleBundle {
  readonly text: string
  readonly entries: number
}

const read = (name: string) => gunzipSync(readFileSync(join(samplesFolder, name))).toString()

/** Not behind a bar: those name the hospitals, which are the same for all copies. */
const uuid = /(?<!\|)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * Whole lives of synthetic patients as transaction bundles (Synthea). Copy k is the same life of another person: every UUID
 * in it has its first eight digits mixed with k, so that references stay consistent.
 */
export function sampleBundles(): SampleBundle[] {
  return readdirSync(samplesFolder)
    .filter((name) => name.endsWith('.json.gz') && !name.startsWith('0-hospital'))
    .map((name) => {
      const text = read(name)
      return { text, entries: (JSON.parse(text) as { entry: unknown[] }).entry.length }
    })
    .sort((a, b) => a.entries - b.entries)
}

export function copyOf(text: string, k: number): string {
  if (k === 0) return text
  const mask = Math.imul(k, 2_654_435_761) >>> 0
  return text.replace(uuid, (id) => {
    const head = (Number.parseInt(id.slice(0, 8), 16) ^ mask) >>> 0
    return head.toString(16).padStart(8, '0') + id.slice(8)
  })
}

/** The organisations and places, as one batch with conditional creates. */
export const hospitals = (): string =>
  read(readdirSync(samplesFolder).find((name) => name.startsWith('0-hospital'))!)

/** The practitioners that the lives refer to by NPI and that the set lacks: a transaction that creates them. */
export function practitioners(bundles: readonly SampleBundle[]): string {
  const npis = new Set<string>()
  for (const { text } of bundles)
    for (const [, npi] of text.matchAll(
      /Practitioner\?identifier=http:\/\/hl7\.org\/fhir\/sid\/us-npi\|(\d+)/g,
    ))
      npis.add(npi!)
  const entry = [...npis].map((npi) => {
    const identifier = [{ system: 'http://hl7.org/fhir/sid/us-npi', value: npi }]
    return {
      resource: {
        resourceType: 'Practitioner',
        identifier,
        active: true,
        name: [{ family: `Mẫu${npi.slice(-4)}` }],
      },
      request: {
        method: 'POST',
        url: 'Practitioner',
        ifNoneExist: `identifier=http://hl7.org/fhir/sid/us-npi|${npi}`,
      },
    }
  })
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry })
}
