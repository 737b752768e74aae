import { fail, ok, type Result } from '#foundation/result'
import type { Answered } from './answer.types.ts'
import type { Call, Method } from './call.types.ts'
import { capabilityAnswer } from './capability/answer-capability.ts'
import { fhirProblems, methodNotAllowed } from './fhir.problems.ts'
import type { FhirProblem } from './fhir-problem.ts'
import { history } from './interactions/history.ts'
import { readInstance, readVersion } from './interactions/read.ts'
import { search } from './interactions/search.ts'
import { writeOne } from './interactions/write.ts'
import { operate } from './operations/operate.ts'
import type { Pair } from './read-pairs.ts'
import type { Target } from './read-target.ts'
import { runBundle } from './transaction/run-bundle.ts'

type Of<K extends Target['kind']> = Extract<Target, { kind: K }>
type Handler<K extends Target['kind']> = (call: Call, target: Of<K>) => Promise<Answered>
type Table = { readonly [K in Target['kind']]: Partial<Record<Exclude<Method, 'HEAD'>, Handler<K>>> | 'any' }

/** What may be done where. Anything else is 405, and the answer says what could have been asked. */
const table: Table = {
  system: {
    GET: (call) => search(call, { type: null }, call.pairs),
    POST: (call) => runBundle(call, interact),
  },
  metadata: { GET: capabilityAnswer },
  type: {
    GET: (call, { type }) => search(call, { type }, call.pairs),
    POST: writeOne,
    PUT: writeOne,
    PATCH: writeOne,
    DELETE: writeOne,
  },
  instance: { GET: readInstance, PUT: writeOne, PATCH: writeOne, DELETE: writeOne },
  version: { GET: readVersion },
  history: { GET: history },
  compartment: {
    GET: (call, { compartment, of }) =>
      search(call, { type: of === '*' ? null : of, compartment }, call.pairs),
  },
  form: { POST: searchByForm },
  operation: 'any',
}

/** Carries out one interaction: a request, or an entry of a Bundle. */
export function interact(call: Call): Promise<Answered> {
  const { target, method } = call
  if (target.kind === 'operation') return operate(call, target)
  const row = table[target.kind] as Partial<Record<Method, Handler<Target['kind']>>>
  const handler = row[method === 'HEAD' ? 'GET' : method]
  if (handler) return handler(call, target as never)
  return Promise.resolve(
    fail(methodNotAllowed(Object.keys(row).flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])))),
  )
}

/** FHIR R4, search 3.1.1.2.1: parameters may stand in the URL, in the form, or in both. */
async function searchByForm(call: Call, { type, compartment }: Of<'form'>): Promise<Answered> {
  const form = formOf(call)
  if (!form.ok) return form
  const pairs = call.pairs.length === 0 ? form.value : [...call.pairs, ...form.value]
  return search(call, { type: type ?? null, ...(compartment ? { compartment } : {}) }, pairs)
}

function formOf({ body }: Call): Result<readonly Pair[], FhirProblem> {
  if (!body) return ok([])
  return body.kind === 'form' ? ok(body.pairs) : fail(fhirProblems.mediaType)
}
