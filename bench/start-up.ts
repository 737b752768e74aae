import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import type { Part } from './report.ts'
import { newDataDir } from './run-mach.ts'

/** `npm start` on a fresh copy (nothing built, no data), then again: until the first answered request. */
export async function benchStartUp(): Promise<Part> {
  const copy = freshCopy()
  const dataDir = newDataDir()
  try {
    const first = await startAndStop(copy, dataDir, 'demo')
    const warm = [
      await startAndStop(copy, dataDir, 'answer'),
      await startAndStop(copy, dataDir, 'answer'),
      await startAndStop(copy, dataDir, 'answer'),
    ]
    return {
      part: 'start: npm start on a fresh copy',
      figures: [
        {
          name: 'first start until usable (built, migrated, demonstration set in)',
          value: first / 1000,
          unit: 's',
          must: { at: 'most', value: 30 },
        },
        {
          name: 'warm start until the first answered request, median of 3',
          value: warm.sort((a, b) => a - b)[1]! / 1000,
          unit: 's',
          must: { at: 'most', value: 1.5 },
        },
      ],
      notes: ['includes npm itself'],
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The tracked files in a folder of their own, with the installed packages linked in. */
function freshCopy(): string {
  const root = projectRoot()
  const copy = mkdtempSync(join(tmpdir(), 'mach-copy-'))
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of files.split('\0').filter(Boolean)) {
    cpSync(join(root, file), join(copy, file), { recursive: true, force: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

async function startAndStop(cwd: string, dataDir: string, until: 'demo' | 'answer'): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const began = performance.now()
  const child = spawn('npm', ['start', '--silent'], {
    cwd,
    env: { ...process.env, MACH_DATA_DIR: dataDir, MACH_PORT: String(port), MACH_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  let printed = ''
  child.stdout.on('data', (piece) => {
    printed += piece
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  try {
    while (performance.now() - began < 120_000) {
      const isAnswering = await fetch(`http://127.0.0.1:${port}/api/meta`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (isAnswering && (until === 'answer' || printed.includes(`:${port}`)))
        return performance.now() - began
      await new Promise((done) => setTimeout(done, 5))
    }
    throw new Error('no answer within two minutes')
  } finally {
    process.kill(-child.pid!, 'SIGINT')
    await ended
    // npm may leave before the server has closed its database.
    await new Promise((done) => setTimeout(done, 1_500))
  }
}
