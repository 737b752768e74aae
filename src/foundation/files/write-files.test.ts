import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { projectRoot } from '#foundation/project'
import { aTempDir } from '#foundation/testkit'
import { writeFiles } from './index.ts'

const folder = aTempDir('write-files')
after(() => folder.remove())

test('files are written whole into a folder that need not be there, for their owner only', async () => {
  const out = join(folder.path, 'new/deep')
  await writeFiles(out, [
    { name: 'a.csv', pieces: ['x,', 'y\n'] },
    { name: 'b.csv', pieces: [] },
  ])
  assert.deepEqual(readdirSync(out).sort(), ['a.csv', 'b.csv'])
  assert.equal(readFileSync(join(out, 'a.csv'), 'utf8'), 'x,y\n')
  assert.equal(statSync(join(out, 'a.csv')).mode & 0o077, 0)
})

function* failing() {
  yield 'half'
  throw new Error('no more')
}

test('an error half way leaves what was there before, and a new folder is not there', async () => {
  const [fresh, old] = [join(folder.path, 'fresh'), join(folder.path, 'old')]
  await writeFiles(old, [{ name: 'a.csv', pieces: ['before'] }])
  for (const out of [fresh, old])
    await assert.rejects(
      writeFiles(out, [
        { name: 'a.csv', pieces: ['after'] },
        { name: 'b.csv', pieces: failing() },
      ]),
      /no more/,
    )
  assert.equal(existsSync(fresh), false)
  assert.deepEqual(readdirSync(old), ['a.csv'])
  assert.equal(readFileSync(join(old, 'a.csv'), 'utf8'), 'before')
})

test('Ctrl-C in the middle of a long file leaves nothing half', async () => {
  const out = join(folder.path, 'stopped')
  const script = join(folder.path, 'write.ts')
  const door = join(projectRoot(), 'src/foundation/files/index.ts')
  writeFileSync(
    script,
    `import { writeFiles } from ${JSON.stringify(door)}
function* endless() { for (;;) yield 'x'.repeat(65_536) }
console.log('writing')
writeFiles(${JSON.stringify(out)}, [{ name: 'a.csv', pieces: ['whole'] }, { name: 'b.csv', pieces: endless() }])
  .catch((error) => console.log(error.name))`,
  )
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (piece) => {
    said += piece
  })
  while (!existsSync(join(out, 'b.csv.part'))) await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill('SIGINT')
  await new Promise((resolve) => child.on('close', resolve))
  assert.match(said, /AbortError/)
  assert.equal(existsSync(out), false)
})
