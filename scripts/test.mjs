// Runs the tests: fast ones, those with a real database, and the stories in a real browser. Ends with
// `N passed, N failed, N skipped`. Needs nothing but Node: it starts its own PostgreSQL once for all files.
//   node scripts/test.mjs [fast|db|stories]…      MACH_STORIES=required: no Chromium is a failure
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const asked = process.argv.slice(2).filter((word) => ['fast', 'db', 'stories'].includes(word))
const kinds = asked.length > 0 ? asked : ['fast', 'db', 'stories']
const pattern = process.argv.slice(2).find((word) => !['fast', 'db', 'stories'].includes(word))
const total = { passed: 0, failed: 0, skipped: 0 }
const notes = []

const all = ['src', 'scripts', 'province', 'bench', 'corpus', 'e2e', 'web/src'].flatMap((folder) =>
  testFiles(join(root, folder)),
)
const chosen = all.filter((file) => !pattern || file.includes(pattern))
const files = {
  stories: chosen.filter((f) => f.endsWith('.story.test.ts')),
  db: chosen.filter((f) => f.endsWith('.db.test.ts')),
}
files.fast = chosen.filter((f) => !files.stories.includes(f) && !files.db.includes(f))

if (kinds.includes('fast') && files.fast.length > 0) await run('fast', files.fast, { concurrency: 2 })
const needsCluster =
  (kinds.includes('db') && files.db.length > 0) || (kinds.includes('stories') && files.stories.length > 0)
const cluster = needsCluster ? await startCluster() : null
try {
  if (kinds.includes('db') && files.db.length > 0)
    await run('db', files.db, { concurrency: 2, env: cluster.env })
  if (kinds.includes('stories') && files.stories.length > 0) await runStories()
} finally {
  await cluster?.stop()
}
for (const note of notes) console.log(note)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 ? 1 : 0)

async function runStories() {
  const chromium = findChromium()
  if (!chromium) {
    const required = process.env.MACH_STORIES === 'required'
    notes.push(
      `Stories in a browser: ${required ? 'FAILED' : 'skipped'} — no Chromium found (install it, or set MACH_CHROMIUM to its path).`,
    )
    if (required) total.failed += 1
    else total.skipped += files.stories.length
    return
  }
  await run('stories', files.stories, { concurrency: 1, env: { ...cluster.env, MACH_CHROMIUM: chromium } })
}

function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env.PATH ?? '').split(':')
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path))
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  return process.env.MACH_CHROMIUM ?? found ?? (existsSync(mac) ? mac : null)
}

async function startCluster() {
  // Another server for the database tests: MACH_TEST_CLUSTER='{"host":…,"port":…,"user":…,"database":…}'
  if (process.env.MACH_TEST_CLUSTER) return { env: {}, stop: async () => {} }
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'scripts/test-cluster.ts')], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const line = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (piece) => {
      text += piece
      if (text.includes('\n')) resolve(text.split('\n')[0])
    })
    child.on('close', (code) => reject(new Error(`the test cluster ended with ${code}`)))
  })
  return {
    env: { MACH_TEST_CLUSTER: line },
    stop: () =>
      new Promise((resolve) => {
        child.on('close', resolve)
        child.stdin.end()
      }),
  }
}

async function run(kind, list, { concurrency, env = {} }) {
  const began = Date.now()
  const reporter = new URL('./test-reporter.mjs', import.meta.url).href
  const args = [
    '--import',
    'tsx',
    '--test',
    `--test-concurrency=${concurrency}`,
    `--test-reporter=${reporter}`,
    ...list,
  ]
  const counts = await new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env, NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (piece) => {
      text += piece
      process.stdout.write(piece)
    })
    child.on('close', (code) => {
      const last = text.match(/^# (\d+) passed, (\d+) failed, (\d+) skipped$/m)
      resolve(
        last
          ? { passed: +last[1], failed: +last[2], skipped: +last[3], code }
          : { passed: 0, failed: 1, skipped: 0, code },
      )
    })
  })
  if (counts.code !== 0 && counts.failed === 0) counts.failed = 1
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  console.log(`— ${kind}: ${list.length} files, ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

function testFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter(
      (file) => file.endsWith('.test.ts') && !file.includes('node_modules') && !file.includes('/fixtures/'),
    )
    .map((file) => relative(root, file))
    .sort()
}
