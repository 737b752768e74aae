import { fail, ok, type Result } from '#foundation/result'
import type { CrossReferences, NumberOf } from '#vocabulary/demographics/answers'
import type { Hl7Message, SegmentToWrite } from '#vocabulary/hl7v2'
import type { AskIdentity, Candidate, QueryAsker } from './query.types.ts'
import { type QueryFault, queryFaults, refusedByGate, unknownTarget } from './query-faults.ts'
import { type FindCandidates, type FindNumbers, type Own, pointerAt, readQuery } from './read-query.ts'
import { candidateSegments, numbersSegment, numbersShown } from './write-patient.ts'

/** What a response says below its QPD. */
export interface Answer {
  readonly segments: readonly SegmentToWrite[]
  /** QAK-4 to 6, of candidates: found, in this message, still to come. */
  readonly hits: readonly [all: number, here: number, left: number] | null
  /** DSC-1: where the next part begins. */
  readonly pointer: string | null
  readonly isEmpty: boolean
}

/** So many people are looked through for one question, whatever it allows. */
const mostPeople = 100

/** Answers a QBP from the identity index; what goes wrong is a fault to be told. */
export async function answerQuery(
  ask: AskIdentity | null,
  hl7: Hl7Message,
  own: Own,
  asker: QueryAsker,
): Promise<Result<Answer, QueryFault>> {
  if (!ask) return fail(queryFaults.closed)
  const query = readQuery(hl7, own)
  if (!query.ok) return query
  return query.value.kind === 'numbers'
    ? findNumbers(ask, asker, query.value)
    : findCandidates(ask, asker, query.value)
}

/** ITI-9. The asked number is not among the answers. */
async function findNumbers(
  ask: AskIdentity,
  asker: QueryAsker,
  { asked, targets }: FindNumbers,
): Promise<Result<Answer, QueryFault>> {
  const found = await ask.crossReferences(asker, asked, targets)
  if (!found.ok) return fail(refusedByGate(found.problem))
  const { value } = found
  if (value.kind !== 'found') return fail(faultOf(value.kind, targets.length))
  const isAsked = ({ system, value: number }: NumberOf) => system === asked.system && number === asked.value
  const segment = numbersSegment(value.references.filter((each) => !isAsked(each)))
  return ok({ segments: segment ? [segment] : [], hits: null, pointer: null, isEmpty: segment === null })
}

function faultOf(kind: Exclude<CrossReferences['kind'], 'found'>, targets: number): QueryFault {
  if (kind === 'unknown-system') return queryFaults.unknownSystem
  return kind === 'unknown-number' ? queryFaults.unknownNumber : unknownTarget(4, targets === 1 ? 1 : null)
}

/** ITI-21: a PID for each record; those without a number of a wanted domain are left out. */
async function findCandidates(
  ask: AskIdentity,
  asker: QueryAsker,
  query: FindCandidates,
): Promise<Result<Answer, QueryFault>> {
  const found = query.localNumber
    ? await ask.holders(asker, query.localNumber)
    : await ask.candidates(asker, query.words, mostPeople)
  if (!found.ok) return fail(refusedByGate(found.problem))
  const shown = (found.value ?? []).filter((each) => isWanted(each, query.targets))
  const here = shown.slice(query.offset, query.offset + query.count)
  const end = query.offset + here.length
  const left = Math.max(0, shown.length - end)
  return ok({
    segments: here.flatMap((each, index) => candidateSegments(each, query.offset + index + 1, query.targets)),
    hits: [shown.length, here.length, left],
    pointer: left > 0 && here.length > 0 ? pointerAt(query, end) : null,
    isEmpty: here.length === 0,
  })
}

const isWanted = (candidate: Candidate, targets: readonly string[]): boolean =>
  targets.length === 0 || (candidate.patient !== null && numbersShown(candidate.patient, targets).length > 0)
