import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'graphql'
import { isAffordable } from './check-cost.ts'

const affordable = (query: string) => isAffordable(parse(query))
const nested = (depth: number) => `${'{a'.repeat(depth)}${'}'.repeat(depth)}`

test('twelve levels may be asked, thirteen may not', () => {
  assert.equal(affordable(nested(12)), true)
  assert.equal(affordable(nested(13)), false)
})

test('levels and fields hidden in fragments count', () => {
  assert.equal(affordable(`query { a { ...deep } } fragment deep on X ${nested(12)}`), false)
  assert.equal(affordable(`{ ${Array.from({ length: 301 }, (_, i) => `a${i}: x`).join(' ')} }`), false)
})

test('fragments that double each other thirty times are refused at once', () => {
  const bomb = Array.from({ length: 30 }, (_, i) => `fragment f${i} on X { ...f${i + 1} ...f${i + 1} }`)
  assert.equal(affordable(`{ ...f0 } ${bomb.join(' ')} fragment f30 on X { a }`), false)
})

test('a fragment within itself does not hang the counting', () => {
  assert.equal(affordable('{ ...f } fragment f on X { a ...f }'), true)
})

test('questions about the types may nest deeper', () => {
  assert.equal(affordable(`{ __schema ${nested(15)} }`), true)
  assert.equal(affordable(`{ __schema ${nested(25)} }`), false)
})
