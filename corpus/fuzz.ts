import fc from 'fast-check'
import type { FuzzTarget } from './fuzz-targets.ts'
import { type Damage, damage, mutate } from './mutate.ts'
import { type Outcome, runFile } from './run-file.ts'

export interface FuzzOptions {
  readonly seed: number
  /** Stops after so many milliseconds, or so many runs, whichever comes first. */
  readonly forMs?: number
  readonly runs?: number
}

export interface FuzzReport {
  readonly format: string
  readonly runs: number
  /** Different outcomes seen: what is said of the file, whether it is refused, how many records. */
  readonly outcomes: number
  readonly slowestMs: number
  /** What went wrong, small, with all that is needed to see it again. */
  readonly failure: { readonly reason: string; readonly file: Buffer; readonly again: string } | null
}

interface Shot {
  readonly base: number
  readonly damages: readonly Damage[]
  readonly pieces: number
  /** A whole file damaged, or one record between sound neighbours. */
  readonly inside: boolean
}

const shot: fc.Arbitrary<Shot> = fc.record({
  base: fc.nat(),
  damages: fc.array(damage, { minLength: 1, maxLength: 6 }),
  pieces: fc.constantFrom(1, 7, 64, 1_000, 65_536),
  inside: fc.boolean(),
})

const batch = 100
const mostSeeds = 400
/** No file of a quarter megabyte may take longer than this, on a machine busy with other things. */
const mostMs = 15_000

/**
 * Damages files and looks for what must never be: an exception, a hang, a record without a reason, a lost neighbour, an
 * outcome that depends on how the bytes came in pieces. What is said anew makes a file a seed for further damage, so that
 * the search walks into the readers. The same seed and number of runs give the same files.
 */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzReport> {
  const began = performance.now()
  const pool = target.seeds.filter((seed) => seed.length < 100_000)
  const outcomes = new Set<string>()
  let [runs, slowestMs] = [0, 0]
  const goesOn = () =>
    runs < (options.runs ?? Number.POSITIVE_INFINITY) &&
    performance.now() - began < (options.forMs ?? Number.POSITIVE_INFINITY)
  for (let round = 0; goesOn(); round++) {
    const fresh: Buffer[] = []
    const check = await fc.check(
      fc.asyncProperty(shot, async (s) => {
        const { file, neighbours } = made(target, pool, s)
        if (!file) return
        const start = performance.now()
        const outcome = await judge(target, file, s.pieces, neighbours)
        slowestMs = Math.max(slowestMs, performance.now() - start)
        runs++
        const said = `${outcome.codes} ${outcome.refused} ${Math.min(outcome.accepted, 3)} ${outcome.format}`
        if (!outcomes.has(said)) {
          outcomes.add(said)
          if (neighbours === 0) fresh.push(file)
        }
      }),
      { seed: options.seed + round, numRuns: batch, endOnFailure: false },
    )
    if (check.failed) {
      const s = check.counterexample![0]
      const again = `--seed ${options.seed} --format ${target.format} (round ${round}, path ${check.counterexamplePath})`
      const reason =
        check.errorInstance instanceof Error
          ? (check.errorInstance.stack ?? check.errorInstance.message)
          : String(check.errorInstance)
      return {
        format: target.format,
        runs,
        outcomes: outcomes.size,
        slowestMs,
        failure: { reason, file: made(target, pool, s).file!, again },
      }
    }
    for (const file of fresh) if (pool.length < mostSeeds) pool.push(file)
  }
  return { format: target.format, runs, outcomes: outcomes.size, slowestMs, failure: null }
}

function made(target: FuzzTarget, pool: readonly Uint8Array[], { base, damages, inside }: Shot) {
  if (inside && target.between && target.victims) {
    const victim = mutate(target.victims[base % target.victims.length]!, damages, pool)
    const file = target.between(victim)
    return { file: file && Buffer.from(file), neighbours: target.neighbours ?? 0 }
  }
  return { file: mutate(pool[base % pool.length]!, damages, pool), neighbours: 0 }
}

async function judge(target: FuzzTarget, file: Buffer, pieces: number, neighbours: number): Promise<Outcome> {
  const began = performance.now()
  const says = { fileName: target.fileName ?? null, facility: target.facility }
  // A byte at a time is slow by nature: only short files come quite that way.
  const size = Math.max(pieces, Math.ceil(file.length / 4_000))
  const whole = await runFile(file, { ...says, pieces: Math.max(1, file.length) })
  const took = performance.now() - began
  if (took > mostMs) throw new Error(`took ${Math.round(took)} ms for ${file.length} bytes`)
  const inPieces = await runFile(file, { ...says, pieces: size })
  if (JSON.stringify(whole) !== JSON.stringify(inPieces))
    throw new Error(`in pieces of ${size}: ${JSON.stringify(inPieces)}, whole: ${JSON.stringify(whole)}`)
  if (whole.speechless > 0) throw new Error(`set aside without a reason: ${whole.codes}`)
  if (!whole.refused && whole.records === 0 && whole.codes.length === 0)
    throw new Error('nothing said, nothing read')
  if (whole.accepted < neighbours)
    throw new Error(`lost a neighbour: accepted ${whole.accepted}, says ${whole.codes}`)
  return whole
}
