import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { together } from './index.ts'

const slowly = <R>(answer: R) => new Promise<R>((resolve) => setImmediate(() => resolve(answer)))

test('what is asked in one breath, or while others are under way, goes together in the order asked', async () => {
  const goes: number[][] = []
  const ask = together((items: readonly number[]) => {
    goes.push([...items])
    return slowly(items.map((n) => n * 10))
  }, 3)
  const first = [1, 2].map(ask)
  await Promise.resolve()
  const rest = [3, 4, 5, 6].map(ask)
  assert.deepEqual(await Promise.all([...first, ...rest]), [10, 20, 30, 40, 50, 60])
  assert.deepEqual(goes, [[1, 2], [3, 4, 5], [6]])
})

test('one bad thing fails for its own caller, its neighbours are done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (isGood) => {
      const ask = together(async (items: readonly number[]) => {
        await slowly(null)
        if (items.some((n) => !isGood[n])) throw new Error('bad')
        return items
      }, 5)
      const ended = await Promise.allSettled(isGood.map((_, n) => ask(n)))
      assert.deepEqual(
        ended.map(({ status }) => status === 'fulfilled'),
        isGood,
      )
    }),
  )
})
