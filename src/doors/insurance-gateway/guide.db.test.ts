import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { projectRoot } from '#foundation/project'
import { endpointOf } from './protocol/endpoints.ts'
import { aGateway, md5 } from './testing.ts'

const run = promisify(execFile)
const guide = readFileSync(join(projectRoot(), 'docs/huong-dan/cong-giam-dinh.md'), 'utf8')
const commands = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text!.trim())

test('every command of the guide is run by curl as it stands there and answered as it says', async (t) => {
  if (spawnSync('curl', ['--version']).status !== 0) return t.skip('no curl here')
  const gw = await aGateway()
  const account = await gw.anAccount()
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    MACH: gw.base,
    TAIKHOAN: account.username,
    MATKHAU_MD5: md5(account.password),
  }
  const codes: unknown[] = []
  for (const command of commands) {
    const { stdout } = await run('bash', ['-c', command], { cwd: projectRoot(), env })
    const body = JSON.parse(stdout) as Record<string, unknown>
    codes.push(body.maKetQua)
    const key = body.APIKey as { access_token: string; id_token: string } | undefined
    if (key) Object.assign(env, { TOKEN: key.access_token, ID_TOKEN: key.id_token })
    if (body.maGiaoDich) env.MA_GIAO_DICH = String(body.maGiaoDich)
  }
  // Sign in, check-in, visit, results, errors, and a card that nobody here knows.
  assert.deepEqual(codes, ['200', '200', '200', '200', '200', '050'])
  await gw.stop()
})

test('every function that the guide names is one', () => {
  const names = [...guide.matchAll(/`((?:token|qd130|egw|chungtugw|hososuckhoe|hssk)\/\w+)`/g)].map(
    ([, name]) => name!,
  )
  assert.ok(names.length > 12)
  for (const name of names) assert.notEqual(endpointOf(name), null, name)
})
