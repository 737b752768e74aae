import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { z } from 'zod'
import { DatabaseUnavailable } from '#foundation/db'
import { answerProblems, parseWith, sendProblem, statusOf } from '#foundation/http'

test('every kind has its status', () => {
  assert.deepEqual(
    (['incorrect', 'forbidden', 'not-found', 'conflict', 'unsupported', 'busy', 'unavailable'] as const).map(
      statusOf,
    ),
    [400, 403, 404, 409, 422, 429, 503],
  )
})

test('an edge answers problems, lost databases, strange requests and surprises', async () => {
  const app = fastify({ bodyLimit: 100 })
  answerProblems(app)
  app.get('/problem', (_q, reply) =>
    sendProblem(reply, { code: 'X_NO', kind: 'conflict', message: 'Không được.' }),
  )
  app.get('/lost', async () => {
    throw new DatabaseUnavailable('unavailable', new Error('ECONNREFUSED'))
  })
  app.get('/surprise', async () => {
    throw new Error('Nguyễn Thị Hoa')
  })
  app.post('/body', async () => ({}))
  const ask = async (method: 'GET' | 'POST', url: string, payload?: string, type = 'application/json') => {
    const answer = await app.inject({
      method,
      url,
      ...(payload ? { payload, headers: { 'content-type': type } } : {}),
    })
    assert.doesNotMatch(answer.body, /Hoa|ECONN/)
    return [answer.statusCode, answer.json().code, answer.headers['retry-after']]
  }
  assert.deepEqual(await ask('GET', '/problem'), [409, 'X_NO', undefined])
  assert.deepEqual(await ask('GET', '/lost'), [503, 'DB_UNAVAILABLE', '5'])
  assert.deepEqual(await ask('GET', '/surprise'), [500, 'HTTP_INTERNAL', undefined])
  assert.deepEqual(await ask('GET', '/nowhere?name=Hoa'), [404, 'HTTP_NOT_FOUND', undefined])
  assert.deepEqual(await ask('POST', '/body', '{"name":"Hoa'), [400, 'HTTP_REQUEST_INCORRECT', undefined])
  assert.deepEqual(await ask('POST', '/body', JSON.stringify('Hoa'.repeat(100))), [
    413,
    'HTTP_BODY_TOO_LARGE',
    undefined,
  ])
  assert.deepEqual(await ask('POST', '/body', 'Hoa', 'image/gif'), [415, 'HTTP_MEDIA_TYPE', undefined])
  await app.close()
})

test('a wrong body names the fields and not the values', () => {
  const schema = z.object({ age: z.number(), who: z.object({ name: z.string().max(3) }) })
  const parsed = parseWith(schema, { age: 'Hoa', who: { name: 'Nguyễn Thị Hoa' } })
  assert.ok(!parsed.ok)
  assert.deepEqual(parsed.problem.fields, ['age', 'who.name'])
  assert.doesNotMatch(JSON.stringify(parsed), /Hoa/)
  assert.deepEqual(parseWith(schema, { age: 1, who: { name: 'a' } }), {
    ok: true,
    value: { age: 1, who: { name: 'a' } },
  })
})
