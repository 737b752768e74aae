import { randomUUID } from 'node:crypto'
import { fail } from '#foundation/result'
import { bulkProblems } from './bulk.problems.ts'
import type { BulkAnswered, BulkCall } from './bulk.types.ts'
import { accept, type Kicked, mayWork } from './kick-off.ts'
import { requestOf } from './read-export.ts'
import { readImport } from './read-import.ts'

/** $import of files that lie on this machine already. */
export async function kickOffImport({ deps, wake }: Kicked, call: BulkCall): Promise<BulkAnswered> {
  if (!call.caller.prefer.respondAsync) return fail(bulkProblems.notAsync)
  const may = await mayWork(deps, call)
  if (!may.ok) return may
  const wanted = await readImport(call, deps)
  if (!wanted.ok) return wanted
  const { inputs, validate, told } = wanted.value
  const { actor, purpose, base } = call.caller
  const asked = {
    request: requestOf(call, 'import'),
    actor: actor!,
    purpose,
    base,
    transactionTime: deps.clock.now().toISOString(),
    inputs,
    validate,
  }
  return accept({ deps, wake }, call, 'import', randomUUID(), asked, told)
}
