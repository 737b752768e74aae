import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type NameFeatures, nameFlags, readName } from './index.ts'

const parts = ({ surname, middle, given }: NameFeatures) => [surname, middle, given].join(' | ')
const has = (name: NameFeatures, flag: keyof typeof nameFlags) => (name.flags & nameFlags[flag]) !== 0

test('one name typed in capitals, without marks, decomposed or with an eth folds to the same', () => {
  const spellings = [
    'Đặng Thị Hòa',
    'ĐẶNG THỊ HOÀ',
    'dang thi hoa',
    'Ðặng Thị Hoà',
    ' Đặng\u00a0Thị  Hòa\u200b',
  ]
  for (const spelling of [...spellings, ...spellings.map((each) => each.normalize('NFD'))]) {
    assert.equal(readName(spelling).folded, 'dang thi hoa', spelling)
  }
  assert.equal(readName('ĐẶNG THỊ HOÀ').canonical, 'đặng thị hòa')
  assert.ok(has(readName('dang thi hoa'), 'unmarked'))
})

test('the tone has one place in every syllable that people write in two ways', () => {
  const two = [
    'hoà hòa',
    'thuý thúy',
    'hoè hòe',
    'hùynh huỳnh',
    'qúy quý',
    'khoẻ khỏe',
    'thủy thuỷ',
    'toàn tòan',
    'nguỹên nguyễn',
  ]
  for (const pair of two) {
    const [one, other] = pair.split(' ')
    assert.equal(readName(`Trần ${one}`).canonical, readName(`Trần ${other}`).canonical, pair)
  }
})

test('surname, middle and given are found', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Nguyễn Văn An', 'nguyễn | văn | an'],
    ['Trần Thị Thanh Mai', 'trần | thị thanh | mai'],
    ['Lê Lợi', 'lê |  | lợi'],
    ['Tôn Nữ Thị Ninh', 'tôn | nữ thị | ninh'],
    ['Sùng A Pháo', 'sùng | a | pháo'],
    ['Ng. Văn An', 'nguyễn | văn | an'],
    ['NGUYỄN-VĂN_AN', 'nguyễn | văn | an'],
  ]
  for (const [raw, expected] of cases) assert.equal(parts(readName(raw)), expected, raw)
})

test('a name written given-first is turned round, and says so', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Minh Anh Trần', 'trần minh anh'],
    ['An Văn Nguyễn', 'nguyễn văn an'],
    ['Văn An Nguyễn', 'nguyễn văn an'],
    ['An Nguyễn Văn', 'nguyễn văn an'],
    ['Lan Thi Pham', 'pham thi lan'],
  ]
  for (const [raw, expected] of cases) {
    assert.equal(readName(raw).canonical, expected, raw)
    assert.ok(has(readName(raw), 'reordered'), raw)
  }
  for (const usual of ['Hà Anh Dương', 'Mai Thị Hoàng', 'Vũ Minh Châu', 'Lâm Hoàng'])
    assert.ok(!has(readName(usual), 'reordered'), usual)
})

test('peoples whose names do not begin with a surname, and foreigners, have no parts', () => {
  for (const raw of [
    "H'Hen Niê",
    'Y Bhin Niê',
    'Thạch Thị Sa Rên',
    "K'Brêu",
    'John Smith',
    '王小明',
    'Анна Иванова',
  ])
    assert.equal(readName(raw).structure, 'other', raw)
  assert.equal(readName('H’Hen Niê').folded, readName("H' Hen Nie").folded)
})

test('a name in a legacy code read as another is recovered', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['NguyÔn V¨n An', 'nguyễn văn an'],
    ['TrÇn ThÞ H­¬ng', 'trần thị hương'],
    ['Nguyeãn Vaên An', 'nguyễn văn an'],
    ['NGUYEÃN THÒ HÖÔNG', 'nguyễn thị hương'],
    ['Huøynh Thò Ñaøo', 'huỳnh thị đào'],
    ['NguyêÞn Vãn An', 'nguyễn văn an'],
    ['Nguyá»…n VÄƒn An', 'nguyễn văn an'],
  ]
  for (const [raw, expected] of cases) {
    assert.equal(readName(raw).canonical, expected, raw)
    assert.ok(has(readName(raw), 'recovered'), raw)
  }
  for (const foreign of ['José Muñoz', 'Jürgen Müller', 'François Côté'])
    assert.ok(!has(readName(foreign), 'recovered'), foreign)
})

test('a letter that an encoding ate is a wildcard; a name that lost too many is unknown', () => {
  assert.equal(readName('NGUY?N V?N AN').canonical, 'nguy?n v?n an')
  assert.equal(readName('NGUY\ufffdN V\ufffdN AN').given, 'an')
  assert.ok(has(readName('NGUY?N V?N AN'), 'lossy'))
  for (const raw of ['???', '?? ??? ??', 'L? ?? ???']) assert.equal(readName(raw).kind, 'unknown', raw)
})

test('Telex and VNI keys left in a name are digested, in a Vietnamese name only', () => {
  assert.equal(readName('Nguyeenx Vawn Tuaans').canonical, 'nguyễn văn tuấn')
  assert.equal(readName('Nguye6n4 Va8n Tua61n').canonical, 'nguyễn văn tuấn')
  assert.equal(readName('DDINH THUYF DUWOWNG').canonical, 'đinh thùy dương')
  assert.equal(readName('Trần Thị Hươngf').canonical, 'trần thị hường')
  for (const foreign of ['Bruce Lee', 'Alex Max', 'Rex Tess'])
    assert.ok(!has(readName(foreign), 'typingResidue'), foreign)
})

test('titles and remarks go, names that look like titles stay', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Ông Nguyễn Văn A', 'nguyễn văn a'],
    ['BN. Trần Thị B (hộ nghèo)', 'trần thị b'],
    ['BỆNH NHÂN LÊ VĂN C', 'lê văn c'],
    ['cháu bé Nguyễn Thị Lan', 'nguyễn thị lan'],
    ['Ông Văn Tùng', 'ông văn tùng'],
    ['Bế Văn Đàn', 'bế văn đàn'],
    ['Trần Thị Bé', 'trần thị bé'],
    ['Nguyễn Thị Lan con bà Nguyễn Thị Mai', 'nguyễn thị lan'],
    ['Nguyễn Văn An 45t', 'nguyễn văn an'],
  ]
  for (const [raw, expected] of cases) assert.equal(readName(raw).canonical, expected, raw)
})

test('a newborn without a name has its mother and its order, and no name of its own', () => {
  const cases: readonly (readonly [string, string | undefined, number | null])[] = [
    ['CON BÀ NGUYỄN THỊ LAN', 'nguyễn thị lan', null],
    ['con bà Nguyễn Thị Lan 2', 'nguyễn thị lan', 2],
    ['CB NGUYEN THI LAN', 'nguyen thi lan', null],
    ['C/B Trần Thị Mai (A)', 'trần thị mai', 1],
    ['BÉ GÁI 1 CON BÀ LÊ THỊ HOA', 'lê thị hoa', 1],
    ['Bé trai thứ hai con bà Lê Thị Hoa', 'lê thị hoa', 2],
    ['con thứ hai bà Lê Thị Hoa', 'lê thị hoa', 2],
    ['Trẻ sơ sinh Phạm Thị Hạnh B', 'phạm thị hạnh', 2],
    ['con của sản phụ Trần Thị B', 'trần thị b', null],
    ['Con Nguyễn Thị Lan II', 'nguyễn thị lan', 2],
    ['CON Bµ NGUYÔN THÞ LAN', 'nguyễn thị lan', null],
    ['chưa đặt tên', undefined, null],
    ['con bà con bà con bà', undefined, null],
  ]
  for (const [raw, mother, order] of cases) {
    const name = readName(raw)
    assert.equal(name.kind, 'newborn', raw)
    assert.equal(name.mother?.canonical, mother, raw)
    assert.equal(name.birthOrder, order, raw)
    assert.equal(name.canonical + name.folded + name.sound, '', raw)
  }
})

test('nobody knows who: unknown; nothing written: missing', () => {
  for (const raw of [
    'vô danh',
    'VO DANH',
    'Không rõ tên',
    'Nam vô danh 30t',
    'Bệnh nhân chưa xác định',
    'KHONG RO LAI LICH',
    'unknown',
  ])
    assert.equal(readName(raw).kind, 'unknown', raw)
  for (const raw of [null, '', '  ', '...', '12345', '\u200b'])
    assert.equal(readName(raw).kind, 'missing', String(raw))
  for (const raw of ['Võ Danh', 'VO DANH TUNG', 'Khổng Rồ']) assert.equal(readName(raw).kind, 'named', raw)
})

test('the sound key joins what regions do not keep apart', () => {
  const same: readonly (readonly [string, string])[] = [
    ['Nguyễn Văn Sơn', 'Nguyễn Đức Xơn'],
    ['Trần Thị Trang', 'Chần Thị Chang'],
    ['Lê Thị Nam', 'Nê Văn Lam'],
    ['Dương Văn Giang', 'Dương Văn Dang'],
    ['Huỳnh Thị Lý', 'Hoàng Thị Lí'],
  ]
  for (const [one, other] of same) assert.equal(readName(one).sound, readName(other).sound, one)
})

test('a megabyte in the name field costs no more than a line', () => {
  const million = 1_000_000
  for (const piece of ['a', '(', 'con bà ', 'Ã\u0083', '\u0301', '?', 'Nguyeenx ', '𐻺']) {
    const name = readName(`Nguyễn ${piece.repeat(million / piece.length)}`)
    assert.ok(name.canonical.length <= 200 && name.words.length <= 12, piece)
  }
})
