import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { projectRoot } from '#foundation/project'

export const referenceFolder = join(projectRoot(), '../shared/reference/fhir')
/** Why tests on the reference data are skipped; false when the data are here. */
export const withoutReference: string | false = existsSync(referenceFolder)
  ? false
  : 'the reference data (../shared/reference/fhir) are not here'

export const referenceJson = (name: string): unknown =>
  JSON.parse(readFileSync(join(referenceFolder, name), 'utf8'))

export const packedText = (name: string): string =>
  gunzipSync(readFileSync(join(referenceFolder, name))).toString('utf8')

export interface SuiteCase {
  readonly expression: string
  readonly inputfile?: string
  readonly result?: readonly unknown[]
  readonly error?: boolean
  readonly disable?: boolean
}

/** The cases of the public suite: as much of YAML as that one file uses. */
export function readSuite(yaml: string): SuiteCase[] {
  const lines = yaml.split('\n')
  const cases: Record<string, unknown>[] = []
  for (let i = 0; i < lines.length; i++) {
    const found = /^( {6}- | {8})(\w+):(?: (.*))?$/.exec(lines[i]!)
    if (!found) continue
    const [, lead, key, rest = ''] = found
    if (lead!.includes('-')) cases.push({})
    const below: string[] = []
    while (/^ {10}/.test(lines[i + 1] ?? '')) below.push(lines[++i]!.trim())
    cases.at(-1)![key!] =
      key === 'result' && rest === '' ? listOf(below) : scalarOf([rest, ...below].join(' '))
  }
  return cases.filter((each) => 'expression' in each) as unknown as SuiteCase[]
}

function listOf(lines: readonly string[]): unknown[] {
  const items: string[] = []
  for (const line of lines) {
    if (line.startsWith('- ')) items.push(line.slice(2))
    else items.push(`${items.pop()} ${line}`)
  }
  return items.map(scalarOf)
}

function scalarOf(text: string): unknown {
  if (text.startsWith('>- ')) return text.slice(3)
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  if (text.startsWith('"') || text === '[]') return JSON.parse(text)
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text
}
