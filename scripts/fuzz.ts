/**
 * Damages messages of every format and looks for crashes, hangs, lost neighbours and silence.
 *   npm run fuzz -- [format] [--minutes n] [--seed s]
 * A failure ends with 1 and leaves the smallest file that shows it in a temporary folder; the same seed finds it again.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fuzz } from '../corpus/fuzz.ts'
import { fuzzTargets } from '../corpus/fuzz-targets.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const targets = fuzzTargets.filter((t) => positionals.length === 0 || positionals.includes(t.format))
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
if (targets.length === 0 || !(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error(`npm run fuzz -- [${fuzzTargets.map((t) => t.format).join(' | ')}] [--minutes n] [--seed s]`)
  process.exit(1)
}

let failed = 0
console.log(`seed ${seed}, ${minutes} minutes for ${targets.length} formats`)
for (const target of targets) {
  const report = await fuzz(target, { seed, forMs: (minutes * 60_000) / targets.length })
  console.log(
    `${report.failure ? '✗' : '✓'} ${report.format}: ${report.runs} files, ${report.outcomes} outcomes, slowest ${Math.round(report.slowestMs)} ms`,
  )
  if (!report.failure) continue
  failed++
  const path = join(mkdtempSync(join(tmpdir(), 'mach-fuzz-')), `${report.format}.bin`)
  writeFileSync(path, report.failure.file)
  console.log(`  ${report.failure.reason}\n  again: ${report.failure.again}\n  file: ${path}`)
}
process.exit(failed > 0 ? 1 : 0)
