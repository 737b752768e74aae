import { foldName } from '#vocabulary/vietnam'

/**
 * What wards and laboratories write short, folded. Only what means one thing: `PT` is an operation and a clotting time,
 * `TC` platelets and hearing, so they are left as they are.
 */
const shortForms = {
  bc: 'bach cau',
  wbc: 'bach cau',
  hc: 'hong cau',
  rbc: 'hong cau',
  plt: 'tieu cau',
  hst: 'huyet sac to',
  hgb: 'huyet sac to',
  xn: 'xet nghiem',
  sa: 'sieu am',
  xq: 'x quang',
  xquang: 'x quang',
  clvt: 'cat lop vi tinh',
  ctscan: 'cat lop vi tinh',
  cht: 'cong huong tu',
  mri: 'cong huong tu',
  ecg: 'dien tim',
  ekg: 'dien tim',
  eeg: 'dien nao',
  nsdd: 'noi soi da day',
  ptns: 'phau thuat noi soi',
  phcn: 'phuc hoi chuc nang',
  khx: 'ket hop xuong',
  bvm: 'bong vong mac',
  kst: 'ky sinh trung',
  sgot: 'ast got',
  sgpt: 'alt gpt',
  got: 'ast got',
  gpt: 'alt gpt',
  ast: 'ast got',
  alt: 'alt gpt',
  urea: 'ure',
  glu: 'glucose',
  cre: 'creatinin',
  creatinine: 'creatinin',
  chol: 'cholesterol',
  tg: 'triglycerid',
  triglyceride: 'triglycerid',
  hscc: 'hoi suc cap cuu',
  tmh: 'tai mui hong',
  rhm: 'rang ham mat',
  yhct: 'y hoc co truyen',
  cdha: 'chan doan hinh anh',
  ksk: 'kham suc khoe',
  bn: 'nguoi benh',
  dm: 'dong mach',
  tm: 'tinh mach',
  dmc: 'dong mach chu',
  gmhs: 'gay me hoi suc',
  hhtm: 'huyet hoc truyen mau',
  nt: 'nuoc tieu',
}
// A map, since a name may hold the word `constructor`.
const abbreviations = new Map(Object.entries(shortForms).map(([short, long]) => [short, long.split(' ')]))

/** Units of measurement in brackets or behind a slash: they say how a result is written, not what is measured. */
const units =
  /\(\s*(?:[munpµμ]?(?:mol|g|u|iu|ui|eq|kat)\/(?:d?l|ml|24\s?h)|(?:x\s?)?10\s?\^?\s?\d{1,2}\s?\/\s?[mµμ]?l|%|fl|pg|giây|s|g\/l|t\/l|k\/[µμu]l|mm\/h|mmhg)\s*\)|\b(?:[munpµμ]?(?:mol|u|iu|ui|eq)\/(?:d?l|ml|24\s?h)|10\^\d{1,2}\/l)\b/gi

/** The words of a name, folded, without units, short forms written out. */
export function wordsOf(text: string): string[] {
  // NFKC writes superscripts as plain digits: CA¹²⁵ is CA125.
  const plain = foldName(text.slice(0, 400).normalize('NFKC').replace(units, ' '))
  if (plain === '') return []
  return plain.split(' ').flatMap((word) => abbreviations.get(word) ?? [word])
}

/** The same words with their tone marks, to tell `phổi` (lung) from `phôi` (embryo) where folding cannot. */
export function tonedWordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .slice(0, 400)
      .normalize('NFC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '' && /[^\x00-\x7f]/.test(word)),
  )
}

/** Three letters at a time over the words in a row; a word's beginning and end count as letters. */
export function trigramsOf(words: readonly string[]): ReadonlySet<string> {
  const text = ` ${words.join(' ')} `
  const found = new Set<string>()
  for (let at = 0; at + 3 <= text.length; at++) found.add(text.slice(at, at + 3))
  return found
}

/** Words that turn a name into another: negation, side, place, sign. */
const telling = new Set(
  'khong co am duong trai phai tren duoi truoc sau trong ngoai mot hai ba toan phan ban tam thoi vinh vien nguoi lon tre em so sinh'.split(
    ' ',
  ),
)

/** Whether one name has a number or a telling word that the other has not: `gắng sức` is not `không gắng sức`. */
export function differTellingly(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const lacks = (words: ReadonlySet<string>, other: ReadonlySet<string>) =>
    [...words].some((word) => !other.has(word) && (telling.has(word) || /\d/.test(word)))
  return lacks(a, b) || lacks(b, a)
}
