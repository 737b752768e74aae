import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type FrameEvent, FrameReader, framed } from './frames.ts'

const reader = (frameBytes = 1_000, budget = 1_000_000) => {
  let held = 0
  const frames = new FrameReader({
    frameBytes,
    hold: (bytes) => {
      if (held + bytes > budget) return false
      held += bytes
      return true
    },
    release: (bytes) => {
      held -= bytes
    },
  })
  return { frames, held: () => held }
}
const texts = (events: readonly FrameEvent[]) =>
  events.map((each) => (each.kind === 'frame' ? each.bytes.toString() : each.kind))

test('any chunking of a wire gives the same messages', () => {
  const message = fc.stringMatching(/^MSH\|[A-Za-z0-9|^~\r]{0,80}$/)
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
      (messages, sizes) => {
        const wire = Buffer.concat(messages.map((each) => framed(Buffer.from(each))))
        const { frames, held } = reader()
        const found: string[] = []
        for (let at = 0, n = 0; at < wire.length; n++) {
          const size = sizes[n % sizes.length]!
          found.push(...texts(frames.push(wire.subarray(at, at + size))))
          at += size
        }
        assert.deepEqual(found, messages)
        assert.equal(held(), 0)
        assert.equal(frames.isOpen, false)
      },
    ),
    { numRuns: 500 },
  )
})

test('random bytes never throw, and what is held is given back', () => {
  const letters = fc.constantFrom(0x0b, 0x1c, 0x0d, 0x0a, 0x4d, 0x53, 0x48, 0x7c, 0xff)
  fc.assert(
    fc.property(fc.array(fc.array(letters, { maxLength: 40 }), { maxLength: 10 }), (chunks) => {
      const { frames, held } = reader(30)
      for (const chunk of chunks) frames.push(Buffer.from(chunk))
      frames.forget()
      assert.equal(held(), 0)
    }),
    { numRuns: 2_000 },
  )
})

test('line ends between frames are passed over; other bytes are junk', () => {
  const { frames } = reader()
  assert.deepEqual(texts(frames.push(Buffer.from('\r\n\x0bA\x1c\r\r\n'))), ['A'])
  assert.deepEqual(texts(frames.push(Buffer.from('GET / HTTP\x0bB\x1c\r'))), ['junk', 'B'])
})

test('FS without CR is part of a text; before LF or the next VT it ends the frame', () => {
  const { frames } = reader()
  assert.deepEqual(texts(frames.push(Buffer.from('\x0bA\x1cB\x1c\r'))), ['A\x1cB'])
  assert.deepEqual(texts(frames.push(Buffer.from('\x0bA\x1c\n\x0bB\x1c\x0bC\x1c\r'))), ['A', 'B', 'C'])
})

test('a message begun again before its end is taken from its second beginning', () => {
  const { frames } = reader()
  assert.deepEqual(texts(frames.push(Buffer.from('\x0bMSH|half\x0bMSH|whole\x1c\r'))), ['junk', 'MSH|whole'])
})

test('a frame beyond the limit, or beyond what all connections may hold, keeps only its beginning', () => {
  const { frames, held } = reader(100)
  assert.deepEqual(texts(frames.push(Buffer.from(`\x0bMSH|${'x'.repeat(300)}\x1c\r\x0bB\x1c\r`))), [
    'too-large',
    'B',
  ])
  const tight = reader(1_000, 10)
  assert.deepEqual(texts(tight.frames.push(Buffer.from('\x0b01234567890123\x1c\r\x0bB\x1c\r'))), [
    'too-large',
    'B',
  ])
  assert.equal(held() + tight.held(), 0)
})
