import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const made = new Set<string>()

process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

/** An empty folder that goes away with the process, or earlier by `remove()`. */
export function aTempDir(name = 'mach-test'): { readonly path: string; remove(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)))
  made.add(path)
  return {
    path,
    remove: () => {
      made.delete(path)
      rmSync(path, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
