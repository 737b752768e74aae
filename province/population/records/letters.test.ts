import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldName } from '#vocabulary/vietnam'
import { Random } from '../../random.ts'
import { doRhyme, rimeOf } from '../names/rime.ts'
import { encoders } from './legacy-encodings.ts'
import {
  keysStruck,
  mistype,
  otherTonePlace,
  swapHookAndTilde,
  swapIAndY,
  withoutMarks,
  withoutTone,
} from './letters.ts'

test('TCVN3 and VNI are what old programs wrote', () => {
  assert.equal(encoders.inTcvn3('Nguyễn Văn'), 'NguyÔn V¨n')
  // Left behind in a public list of students of 2016 (reference data, names of given_observed and surname_observed).
  const residue = {
    Bùi: 'Buøi',
    Đỗ: 'Ñoã',
    Dương: 'Döông',
    Đinh: 'Ñinh',
    Việt: 'Vieät',
    Tuấn: 'Tuaán',
    Khánh: 'Khaùnh',
  }
  for (const [name, seen] of Object.entries(residue)) assert.equal(encoders.inVni(name), seen)
  assert.equal(encoders.inVni('NGUYỄN VĂN'), 'NGUYEÃN VAÊN')
})

test('TCVN3 is byte for byte what iconv calls TCVN5712-1', () => {
  // printf of the letters | iconv -t TCVN5712-1 | xxd -p, with letters composed; capitals with marks of their own too.
  const letters = 'àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ'
  const bytes =
    'b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbaecccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4abe5e6e7e8e9aceaebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfea1a2a3a4a5a6a7'
  assert.equal(Buffer.from(encoders.inTcvn3(letters), 'latin1').toString('hex'), bytes)
})

test('keys that nobody listened to', () => {
  assert.equal(keysStruck('Nguyễn', 'telex'), 'Nguyeenx')
  assert.equal(keysStruck('Nguyễn', 'vni'), 'Nguye6n4')
  assert.equal(keysStruck('Đường', 'telex'), 'Dduwowngf')
  assert.equal(keysStruck('An', 'vni'), 'An')
})

test('speech and spelling: hỏi and ngã, i and y, the place of the tone', () => {
  assert.equal(swapHookAndTilde('Mỹ'), 'Mỷ')
  assert.equal(swapHookAndTilde('Thủy'), 'Thũy')
  assert.equal(swapIAndY('Lý'), 'Lí')
  assert.equal(swapIAndY('Quí'), 'Quý')
  assert.equal(swapIAndY('Sỹ'), 'Sĩ')
  assert.equal(swapIAndY('Nhi'), 'Nhi')
  assert.equal(otherTonePlace('Hòa Thúy'), 'Hoà Thuý')
  assert.equal(otherTonePlace('Hoàng Toàn'), 'Hoàng Toàn')
  assert.equal(withoutTone('Nguyễn'), 'Nguyên')
  assert.equal(withoutMarks('Đỗ Thị Ái'), 'Do Thi Ai')
})

test('rhymes are of the ear: the first consonants and the tone do not count', () => {
  assert.equal(rimeOf('Giang'), 'ang')
  assert.equal(rimeOf('Quỳnh'), 'ynh')
  assert.ok(doRhyme('Uy', 'Duy'))
  assert.ok(doRhyme('Trang', 'Giang'))
  assert.ok(!doRhyme('Cường', 'Cương'), 'the same letters are no other name')
  assert.ok(!doRhyme('Lan', 'Lam'))
})

test('a slip of the finger changes one or two letters and keeps the first', () => {
  const name = fc.constantFrom('Hương', 'An', 'Nghiệp', 'Vy', 'Thủy')
  fc.assert(
    fc.property(name, fc.integer(), (word, seed) => {
      const typed = mistype(word, new Random(seed))
      assert.equal(typed[0], word[0])
      assert.ok(Math.abs([...typed].length - [...word].length) <= 1)
    }),
  )
})

test('the other spellings are the same name to who folds it', () => {
  const word = fc.constantFrom('Hòa', 'Thúy', 'Hỏa', 'Mỹ', 'Hữu Thủy', 'Nguyễn')
  fc.assert(
    fc.property(word, (text) => {
      for (const other of [otherTonePlace, swapHookAndTilde, withoutTone, withoutMarks])
        assert.equal(foldName(other(text)), foldName(text))
    }),
  )
})
