import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '#foundation/log'
import { pidInFile } from './data-folder.ts'
import { isAlive } from './processes.ts'

/** Fast shutdown (SIGINT), after 20 s immediate (SIGQUIT); never -9, which leaves backends behind. */
export async function stopServer(cluster: string, pid: number, log: Logger): Promise<void> {
  // Somebody else may have stopped it and a third started another: only the one we know is ours to stop.
  const here = () => pidInFile(cluster) === pid && isAlive(pid)
  const begun = performance.now()
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (!here()) break
    try {
      process.kill(pid, signal)
    } catch {
      break
    }
    const deadline = Date.now() + patience
    while (here() && Date.now() < deadline) await sleep(10)
    if (here()) log.warn({ signal }, 'embedded PostgreSQL did not stop in time')
  }
  // The pid file goes a moment before the process does.
  for (let i = 0; i < 200 && isAlive(pid); i++) await sleep(5)
  log.info({ ms: Math.round(performance.now() - begun) }, 'embedded PostgreSQL stopped')
}
