// Bundles the back end (dist/) and the screens (web/dist). Run by `npm run build`, and by `bin/mach.mjs` when stale.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const backEnd = {
  mark: join(root, 'dist/.built'),
  sources: ['src', 'package.json', 'scripts/build.mjs'],
}
const screens = {
  mark: join(root, 'web/dist/.built'),
  sources: ['web/src', 'web/index.html', 'web/vite.config.ts', 'web/package.json'],
}

export async function buildIfStale({ screens: withScreens }) {
  const jobs = []
  if (isStale(backEnd)) jobs.push(buildBackEnd())
  if (withScreens && isStale(screens)) jobs.push(buildScreens())
  await Promise.all(jobs)
}

/** Newest file time among the sources against the mark: some milliseconds for the whole tree. */
function isStale({ mark, sources }) {
  if (!existsSync(mark)) return true
  const built = statSync(mark).mtimeMs
  return sources.some((source) => isNewer(join(root, source), built))
}

function isNewer(path, than) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return false
  if (!stat.isDirectory()) return stat.mtimeMs > than
  return readdirSync(path).some((name) => name !== 'node_modules' && isNewer(join(path, name), than))
}

async function buildBackEnd() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: {
      mach: 'src/cli/main.ts',
      'journey-worker': 'src/server/journey-worker.ts',
      'backfill-thread': 'src/record/identity/backfill/backfill-thread.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: true,
    logLevel: 'warning',
  })
  await writeFile(backEnd.mark, '')
}

async function buildScreens() {
  if (process.stderr.isTTY)
    console.error('Đang dựng màn hình (chỉ lần đầu)… / Building the screens (first time only)…')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  // Also when the tests begin it: the development build of React asks everything twice, and would stay for `npm start`.
  const env = { ...process.env, NODE_ENV: 'production' }
  await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(root, 'web'), env })
  await mkdir(join(root, 'web/dist'), { recursive: true })
  await writeFile(screens.mark, '')
}

function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${args[0]} ended with ${code}`))))
  })
}

if (process.argv[1] === import.meta.filename) {
  await Promise.all([buildBackEnd(), buildScreens()])
}
