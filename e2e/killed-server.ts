/** A real server that is killed and comes back over the same data folder, for e2e/kill.db.test.ts. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { aTempDir } from '#foundation/testkit'

export function aKillableServer(says: Readonly<Record<string, string>> = {}) {
  const folder = aTempDir('mach-kill')
  chmodSync(folder.path, 0o711)
  // What bin/mach.mjs runs, without asking each time whether the screens are older than their sources.
  const body = `import(${JSON.stringify(join(projectRoot(), 'dist/mach.mjs'))}).then((m) => m.main(['serve', '--json']))`
  let child: ChildProcess | null = null
  let said = ''

  async function start(): Promise<string> {
    const env = {
      ...process.env,
      MACH_DATA_DIR: folder.path,
      MACH_DEMO: 'off',
      MACH_PORT: '0',
      MACH_LOG_LEVEL: 'warn',
      ...says,
    }
    const started = spawn(process.execPath, ['-e', body], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    child = started
    started.stderr.on('data', (piece) => {
      said = (said + piece).slice(-20_000)
    })
    return new Promise((resolve, reject) => {
      let text = ''
      started.stdout.on('data', (piece) => {
        text += piece
        try {
          resolve((JSON.parse(text) as { address: string }).address)
        } catch {}
      })
      started.once('exit', (code) => reject(new Error(`mach serve ended with ${code}\n${said}`)))
    })
  }

  /** kill -9: the server alone, or with it the postmaster of its data folder. Resolves when the server is gone. */
  async function kill(options: { postmaster: boolean }): Promise<void> {
    const victim = child!
    const gone = new Promise((resolve) => victim.once('exit', resolve))
    const postmaster = postmasterPid()
    victim.kill('SIGKILL')
    if (options.postmaster && postmaster) killGroup(postmaster)
    await gone
  }

  function postmasterPid(): number | null {
    const file = join(folder.path, 'postgres/postmaster.pid')
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
  }

  return {
    dataDir: folder.path,
    start,
    kill,
    said: () => said,
    /** Ends the server as Ctrl-C does, and its database with it. */
    async stop() {
      if (child && child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child!.once('exit', resolve))
        child.kill('SIGINT')
        await gone
      }
      const left = postmasterPid()
      if (left) killGroup(left)
      folder.remove()
    },
  }
}

/** The postmaster leads a group of its own (it was started in its own session). */
function killGroup(pid: number) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL')
    } catch {}
  }
}

/** A small seeded generator: the same seed gives the same moments on every machine. */
export function seeded(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    chance: (p: number) => next() < p,
    between: (a: number, b: number) => a + Math.floor(next() * (b - a + 1)),
  }
}
