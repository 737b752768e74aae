import { basename, dirname } from 'node:path'
import { writeFiles } from '#foundation/files'
import { type SimulatedVersion, simulateVersion } from '#record/identity/tuning'
import { changeText, numbersOf, recordText, signed, verdictText } from './identity-changes.ts'
import { simulationReport } from './identity-simulation-report.ts'
import { createStepBars } from './identity-words.ts'
import { bad, count, doubtful, faint, good, type Output, strong, table } from './output.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { type ExitCode, withPlatform } from './with-platform.ts'
import { writeComplaint } from './write-complaint.ts'

export interface SimulateOptions {
  readonly model?: number
  readonly sample: number
  readonly examples: number
  readonly out?: string
}

/** More than this does not fit into memory: each record comes with everybody who shares a key with it. */
const sampleAtMost = 200_000

/** Says whom a version would join and part, and why; writes nothing but the report that was asked for. */
export const identitySimulateCommand = (output: Output, options: SimulateOptions) =>
  withPlatform(output, async (platform) => {
    if (options.sample > sampleAtMost) {
      output.complain(bad(`--sample nhiều nhất là ${count(sampleAtMost)}.`))
      return 2
    }
    const bars = createStepBars(output.isJson)
    const run = await untilInterrupted((signal) =>
      simulateVersion(
        platform,
        { model: options.model ?? 'coming', sample: options.sample, examplesPerKind: options.examples },
        { signal, onProgress: bars.onProgress },
      ),
    ).finally(bars.end)
    if (run === 'stopped') {
      output.complain(doubtful('Đã dừng theo yêu cầu.'))
      return 1
    }
    if (!run.ok) {
      output.complain(bad(run.problem.message))
      return 2
    }
    output.json(run.value)
    sayChanges(output, run.value)
    return options.out === undefined ? 0 : writeReport(output, options.out, run.value, platform.clock.now())
  })

function sayChanges(output: Output, simulated: SimulatedVersion): void {
  const { inForce, proposed, records, examples } = simulated
  output.say(
    strong(
      `Phiên bản ${proposed.number} thay cho phiên bản ${inForce.number}, thử trên ${count(records)} hồ sơ:`,
    ),
  )
  output.say(table(numbersOf(simulated)))
  for (const kind of ['join', 'split', 'move'] as const) {
    const [worst] = examples.filter((each) => each.kind === kind)
    if (!worst) continue
    output.say(`\n${strong(changeText[kind])}, ví dụ lớn nhất: ${worst.pair.map(recordText).join(' và ')}`)
    for (const { bits, sentence } of worst.proposed.lines)
      output.say(`  ${signed(bits).padStart(6)}  ${sentence}`)
    for (const [number, verdict] of [
      [proposed.number, worst.proposed],
      [inForce.number, worst.inForce],
    ] as const)
      output.say(`  ${signed(verdict.weight).padStart(6)}  tổng cộng, ${verdictText(verdict, number)}`)
    for (const guard of worst.proposed.guards) output.say(`  Chốt an toàn: ${guard}`)
  }
  if (examples.length === 0) output.say(good('Không ai được nối thêm hay tách ra.'))
  output.say(faint('Chưa có gì thay đổi.'))
}

async function writeReport(
  output: Output,
  path: string,
  simulated: SimulatedVersion,
  now: Date,
): Promise<ExitCode> {
  try {
    await writeFiles(dirname(path), [{ name: basename(path), pieces: simulationReport(simulated, now) }])
  } catch (error) {
    const complaint = writeComplaint(path, error)
    if (!complaint) throw error
    output.complain(bad(complaint))
    return 2
  }
  output.say(faint(`Báo cáo: ${path}`))
  return 0
}
