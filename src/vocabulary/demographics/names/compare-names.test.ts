import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareGiven, compareNames, givenLevel, nameLevel, readName } from './index.ts'

const level = (a: string, b: string) => compareNames(readName(a), readName(b))
const given = (a: string, b: string) => compareGiven(readName(a), readName(b))

test('two names get the best level that applies', () => {
  const cases: readonly (readonly [keyof typeof nameLevel, string, string])[] = [
    ['exact', 'NGUYỄN VĂN HOÀ', 'Nguyễn Văn Hòa'],
    ['exact', 'Minh Anh Trần', 'Trần Minh Anh'],
    ['folded', 'Nguyễn Văn Hòa', 'NGUYEN VAN HOA'],
    ['folded', 'Trần Mỹ Tuấn', 'Trần Mỷ Tuân'],
    ['folded', 'NGUY?N V?N AN', 'Nguyễn Văn An'],
    ['reordered', 'Hà Anh Dương', 'Dương Hà Anh'],
    ['reordered', 'Y Bhin Niê', 'Niê Y Bhin'],
    ['variant', 'Võ Thị Lý', 'Vũ Thị Lí'],
    ['variant', 'Huỳnh Mỹ Kỳ', 'HOANG MI KI'],
    ['otherMarks', 'Nguyễn Văn Hùng', 'Nguyễn Văn Hưng'],
    ['otherMarks', 'Lê Thị Thúy', 'Lê Thị Thùy'],
    ['middleLost', 'Nguyễn Thị Thanh Mai', 'Nguyễn Thanh Mai'],
    ['middleLost', 'Nguyễn Mai', 'Nguyễn Thị Mai'],
    ['middleLost', 'Nguyễn T. Mai', 'Nguyễn Thị Mai'],
    ['middleLost', 'Nguyễn Thjị Mai', 'Nguyễn Thị Mai'],
    ['middleDiffers', 'Nguyễn Thị Lan', 'Nguyễn Thu Lan'],
    ['middleDiffers', 'Nguyễn Ngọc Lan', 'Nguyễn Thị Lan'],
    ['oneEdit', 'Phạm Thị Lan', 'Phan Thị Lan'],
    ['oneEdit', 'Trần Văn Tunấ', 'Trần Văn Tuấn'],
    ['oneEdit', 'Trần Uy', 'Trần Duy'],
    ['givenOnly', 'Trần Văn Hùng', 'Lê Đức Hùng'],
    ['givenOnly', 'Hùng', 'Lê Đức Hùng'],
    ['different', 'Nguyễn Anh Tuấn', 'Nguyễn Tuấn Anh'],
    ['different', 'Nguyễn Văn An', 'Trần Thị Bình'],
    ['missing', 'Nguyễn Thị Lan', 'con bà Nguyễn Thị Lan'],
    ['missing', 'vô danh', 'vô danh'],
  ]
  for (const [expected, a, b] of cases) {
    assert.equal(level(a, b), nameLevel[expected], `${a}, ${b}`)
    assert.equal(level(b, a), nameLevel[expected], `${b}, ${a}`)
  }
})

test('twins of rhyming names are told apart by their given names as whole words', () => {
  for (const [a, b] of [
    ['Nguyễn Văn Cường', 'Nguyễn Văn Dương'],
    ['Lê Thị Uy', 'Lê Thị Duy'],
    ['Trần Anh Tuấn', 'Trần Tuấn Anh'],
  ] as const)
    assert.ok(given(a, b) >= givenLevel.oneEdit, `${a}, ${b}`)
  assert.equal(given('Nguyễn Văn Hùng', 'Nguyễn Văn Hưng'), givenLevel.otherMarks)
})

test('one person spelt in two ways keeps the given name', () => {
  assert.equal(given('Nguyễn Văn Hoà', 'Trần Thị Hòa'), givenLevel.equal)
  assert.equal(given('Nguyễn Thị Lý', 'NGUYEN THI LI'), givenLevel.folded)
  assert.equal(given('NGUY?N V?N H?NG', 'Nguyễn Văn Hùng'), givenLevel.folded)
  assert.equal(given('An Nguyễn Văn', 'Nguyễn Văn An'), givenLevel.equal)
  assert.equal(given("H'Hen Niê", 'H Hen Nie'), givenLevel.folded)
  assert.equal(given('con bà Lan', 'Nguyễn Thị Lan'), givenLevel.missing)
})
