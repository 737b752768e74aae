import assert from 'node:assert/strict'
import { test } from 'node:test'
import { medicineName } from './medicine-name'

test('a strength already in the name is not said a second time', () => {
  assert.equal(medicineName({ text: 'Enalapril 5mg (mẫu)', strength: '5 mg' }), 'Enalapril 5mg (mẫu)')
  assert.equal(medicineName({ text: 'Oxy y tế', strength: '99,5%' }), 'Oxy y tế 99,5%')
  assert.equal(medicineName({ text: 'Men vi sinh', strength: null }), 'Men vi sinh')
})
