import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Found {
  readonly root: string
  readonly version: string
}

let found: Found | undefined

/** Walks up from this file: the same answer from `src/` under tsx and from a bundled `dist/*.mjs`. */
function find(): Found {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file)) {
      const json = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string }
      if (json.name === 'mach') return { root: folder, version: json.version ?? '0.0.0' }
    }
    if (dirname(folder) === folder) throw new Error('No package.json named "mach" above this file')
  }
}

/** The folder of Mạch itself: nearest ancestor whose package.json is named "mach". */
export function projectRoot(): string {
  found ??= find()
  return found.root
}

/** The version in package.json. */
export function version(): string {
  found ??= find()
  return found.version
}
