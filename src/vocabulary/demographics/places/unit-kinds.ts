/** `city` may be a district or a province; empty when the address does not say. */
export type UnitLevel = '' | 'ward' | 'district' | 'city' | 'province'

/** Kinds of administrative units, folded. */
export const kinds: ReadonlyMap<string, UnitLevel> = new Map([
  ['phuong', 'ward'],
  ['xa', 'ward'],
  ['thi tran', 'ward'],
  ['dac khu', 'ward'],
  ['quan', 'district'],
  ['huyen', 'district'],
  ['thi xa', 'district'],
  ['thanh pho', 'city'],
  ['tinh', 'province'],
])

/** As written with their marks: then they are kinds wherever they stand, and Phương, Xá and Tịnh are names. */
export const spelled = new Map([
  ['phường', 'phuong'],
  ['xã', 'xa'],
  ['thị trấn', 'thi tran'],
  ['đặc khu', 'dac khu'],
  ['quận', 'quan'],
  ['huyện', 'huyen'],
  ['thị xã', 'thi xa'],
  ['thành phố', 'thanh pho'],
  ['tỉnh', 'tinh'],
])

/** In short; a single letter only where a part begins, before a full stop or in text without commas. */
export const short = new Map([
  ['p', 'phuong'],
  ['x', 'xa'],
  ['tt', 'thi tran'],
  ['q', 'quan'],
  ['h', 'huyen'],
  ['tx', 'thi xa'],
  ['tp', 'thanh pho'],
  ['t', 'tinh'],
])

/** First words of all kinds, long and short: no other word needs a look. */
export const starters = new Set([...kinds.keys(), ...short.keys()].map((kind) => kind.split(' ')[0]!))
