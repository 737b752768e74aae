import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { ApiError, sendBytes } from './client'

const file = new Blob(['MA_LK;HO_TEN\n'], { type: 'text/csv' })

/** Questions are answered so until the test ends; what was asked is kept. */
function answerWith(answer: () => Response | Promise<Response>) {
  const asked: Request[] = []
  mock.method(globalThis, 'fetch', async (path: string, init: RequestInit) => {
    asked.push(new Request(`http://127.0.0.1${path}`, init))
    return answer()
  })
  return asked
}

afterEach(() => mock.restoreAll())

const failure = async (answer: () => Response | Promise<Response>) => {
  answerWith(answer)
  const { code, status, message } = await sendBytes('/intake/csv/sample', file).then(
    () => assert.fail('it was taken for good'),
    (error: unknown) => (error instanceof ApiError ? error : assert.fail(String(error))),
  )
  return { code, status, message }
}

test('a file goes to the last byte, its name in the address, and is never taken for text', async () => {
  const asked = answerWith(() => Response.json({ rows: 2 }))
  const params = { fileName: 'danh sách.csv', list: undefined }
  assert.deepEqual(await sendBytes('/api/catalogues/wards/import', file, params), { rows: 2 })
  const request = asked[0]!
  assert.equal(request.method, 'POST')
  assert.equal(new URL(request.url).searchParams.get('fileName'), 'danh sách.csv')
  assert.equal(new URL(request.url).searchParams.has('list'), false)
  assert.equal(request.headers.get('content-type'), 'application/octet-stream')
  assert.equal(request.headers.get('accept'), 'application/json')
  assert.equal(await request.text(), 'MA_LK;HO_TEN\n')
})

test('no answer, and a proxy that says so in its own words, are the same to a person: the server is away', async () => {
  const away = { code: 'NETWORK', status: 0, message: '' }
  assert.deepEqual(await failure(() => Promise.reject(new TypeError('failed'))), away)
  assert.deepEqual(await failure(() => new Response('<h1>Bad Gateway</h1>', { status: 502 })), away)
})

test('what the server refuses is said in its words, of /api and of /intake; a page instead of an answer is a failure', async () => {
  const refusal = { code: 'CATALOGUE_FILE_EMPTY', message: 'Tệp không có dòng nào.' }
  assert.deepEqual(await failure(() => Response.json(refusal, { status: 422 })), { ...refusal, status: 422 })
  assert.deepEqual(
    await failure(() => Response.json({ problems: [{ severity: 'error', ...refusal }] }, { status: 422 })),
    { ...refusal, status: 422 },
  )
  const page = await failure(() => new Response('<h1>Xin chào</h1>'))
  assert.deepEqual(page, { code: 'NOT_JSON', status: 200, message: '' })
})
