import { realpath, stat } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail, ok, type Result } from '#foundation/result'
import { badParameter, bulkProblems, notDone, unknownParameter } from './bulk.problems.ts'
import type { BulkCall, BulkDeps, BulkProblem } from './bulk.types.ts'
import type { AskedImport } from './job.types.ts'
import { listOf, type Part, partsOf, textOf } from './read-parameters.ts'
import { resourceTypes } from './resource-types.ts'

export interface WantedImport {
  readonly inputs: AskedImport['inputs']
  readonly validate: boolean
  readonly told: readonly string[]
}

const mostInputs = 1_000
const formats: ReadonlySet<string> = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson'])

/** Parameters of $import as the SMART draft has them: `inputFormat`, and `input` with `type` and `url`. */
export async function readImport(
  call: BulkCall,
  { importDir }: Pick<BulkDeps, 'importDir'>,
): Promise<Result<WantedImport, BulkProblem>> {
  const parts = partsOf(call.body)
  if (!parts.ok) return parts
  const inputs: AskedImport['inputs'] = []
  const told: string[] = []
  let validate = !isOff(call.pairs.find(([name]) => name === 'validate')?.[1])
  for (const part of parts.value) {
    switch (part.name) {
      case 'inputFormat':
        if (!formats.has(textOf(part)))
          return fail(badParameter('inputFormat', 'chỉ có application/fhir+ndjson.'))
        break
      case 'validate':
        validate = !isOff(textOf(part))
        break
      case 'input': {
        const input = await readInput(part, importDir)
        if (!input.ok) return input
        if (inputs.push(input.value) > mostInputs) return fail(badParameter('input', 'quá nhiều tệp.'))
        break
      }
      // Where the data come from: the sender's own note.
      case 'inputSource':
        break
      default:
        told.push(unknownParameter(String(part.name ?? '')))
    }
  }
  if (inputs.length === 0) return fail(bulkProblems.noInput)
  return call.caller.prefer.isStrict && told.length > 0 ? fail(notDone(told)) : ok({ inputs, validate, told })
}

const isOff = (value: string | undefined) => value === 'false'

async function readInput(
  part: Part,
  importDir: string | null,
): Promise<Result<AskedImport['inputs'][number], BulkProblem>> {
  if (importDir === null) return fail(bulkProblems.noImportFolder)
  const named = (name: string) => listOf(part.part).find((p) => p.name === name)
  const url = named('url')
  const type = named('type')
  const typeName = type ? textOf(type) : null
  if (typeName !== null && !resourceTypes().has(typeName))
    return fail(badParameter('input.type', 'không phải là loại tài nguyên của FHIR R4.'))
  const name = url ? textOf(url) : ''
  const file = await within(importDir, name)
  return file === null
    ? fail(bulkProblems.noSuchInput)
    : ok({ name: name.slice(0, 500), file, isOwn: false, type: typeName })
}

/** The file's path within the folder; null when it is not a file there, wherever links lead. */
async function within(folder: string, name: string): Promise<string | null> {
  try {
    const root = await realpath(folder)
    const path = await realpath(name.startsWith('file:') ? fileURLToPath(name) : resolve(root, name))
    return path.startsWith(root + sep) && (await stat(path)).isFile() ? relative(root, path) : null
  } catch {
    return null
  }
}
