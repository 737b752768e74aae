/** For tests: an intake that remembers what it kept in one file, as durable as a commit; and a process to be killed. */
import { createHash } from 'node:crypto'
import fs, { appendFileSync, existsSync, readFileSync } from 'node:fs'
import fsp from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { fail, ok } from '#foundation/result'
import type { Keep } from './take-file.ts'

export interface KeptLine {
  readonly sha: string
  readonly bytes: string
  readonly facility: string | null
  readonly lane: string | undefined
  readonly fileName: string | null
}

export const keptIn = (ledger: string): KeptLine[] =>
  existsSync(ledger)
    ? readFileSync(ledger, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as KeptLine)
    : []

/** Keeps by content: the same bytes again give the first receipt. Bytes beginning with `refuse` are refused. */
export function ledgerKeep(ledger: string): Keep {
  return async (file) => {
    const pieces: Uint8Array[] = []
    for await (const piece of file.source) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    if (bytes.toString().startsWith('throw')) throw new Error('this file breaks the reader')
    if (bytes.toString().startsWith('refuse'))
      return fail({
        problems: [{ code: 'BHYT_FILE_NOT_XML', severity: 'error', message: 'Tệp không phải XML.' }],
        size: bytes.length,
      })
    const sha = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    const before = keptIn(ledger).some((line) => line.sha === sha)
    if (!before) {
      const line: KeptLine = {
        sha,
        bytes: bytes.toString(),
        facility: file.claimedFacility,
        lane: file.lane,
        fileName: file.fileName,
      }
      appendFileSync(ledger, `${JSON.stringify(line)}\n`)
    }
    const files = [
      { facility: file.claimedFacility, visitLinkId: 'LK1', status: 'accepted' as const, problems: [] },
    ]
    return ok({
      receiptId: sha,
      alreadyReceivedAt: before ? '2026-08-15T00:00:00.000Z' : null,
      files,
      problems: [],
    })
  }
}

/** From now on this process dies at its nth step on the file system: before it is done (odd) or after it (even). */
export function dieAtStep(n: number): void {
  let steps = 0
  const die = () => process.kill(process.pid, 'SIGKILL')
  for (const name of ['rename', 'rm', 'mkdir', 'open'] as const) {
    const real = fsp[name] as (...args: unknown[]) => Promise<unknown>
    Object.assign(fsp, {
      [name]: async (...args: unknown[]) => {
        if (++steps === n) die()
        const done = await real.apply(fsp, args)
        if (++steps === n) die()
        return done
      },
    })
  }
  const append = fs.appendFileSync
  Object.assign(fs, {
    appendFileSync: (...args: Parameters<typeof append>) => {
      if (++steps === n) die()
      append(...args)
      if (++steps === n) die()
    },
  })
  syncBuiltinESMExports()
}

// node --import tsx testing.ts <folder> <ledger> <step>: sweeps twice and ends by itself, unless it dies before.
if (process.argv[1] === import.meta.filename) {
  const [folder, ledger, step] = process.argv.slice(2) as [string, string, string]
  const { openDropFolder } = await import('./open-drop-folder.ts')
  const drop = openDropFolder({ folder, keep: ledgerKeep(ledger), stillMs: 0, pollMs: 60_000 })
  dieAtStep(Number(step))
  await drop.sweep()
  await drop.sweep()
  await drop.stop()
  process.stdout.write('done')
}

export const childFile = join(import.meta.dirname, 'testing.ts')
