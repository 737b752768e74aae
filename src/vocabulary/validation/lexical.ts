/** FHIR R4 datatypes 2.24.0.1: a string is at most 1 MB. */
const longest = 1024 * 1024

/** Control signs and broken UTF-16 pairs cannot be stored nor sent on. A blank text is unwise but allowed. */
export function textFault(text: string): string | null {
  if (text.length === 0) return 'Không được để chuỗi rỗng; không có giá trị thì bỏ hẳn phần tử.'
  if (text.length > longest) return 'Chuỗi dài quá 1 MB.'
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign < 32) {
      if (sign !== 9 && sign !== 10 && sign !== 13)
        return 'Chuỗi có ký tự điều khiển; hãy bỏ các ký tự dưới U+0020 trừ tab và xuống dòng.'
    } else if (sign >= 0xd800 && !isPaired(text, at, sign)) {
      return 'Chuỗi có ký tự Unicode hỏng; hãy gửi lại bằng UTF-8.'
    }
  }
  return null
}

/** White space as XML and JSON know it, and the no-break kinds that `\s` of the specification covers. */
const isSpace = (sign: number): boolean =>
  sign === 32 || (sign >= 9 && sign <= 13) || sign === 0xa0 || sign === 0xfeff || sign === 0x2028

/** `[^\s]+(\s[^\s]+)*` */
export function isCode(text: string): boolean {
  if (text.length === 0 || text.length > longest) return false
  let wasSpace = true
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (isSpace(sign)) {
      if (wasSpace) return false
      wasSpace = true
    } else {
      if (sign < 32 || !isPaired(text, at, sign)) return false
      wasSpace = false
    }
  }
  return !wasSpace
}

/** `\S+`: the empty URI names nothing. */
export function isUri(text: string): boolean {
  if (text.length === 0 || text.length > longest) return false
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign <= 32 || isSpace(sign) || !isPaired(text, at, sign)) return false
  }
  return true
}

/** Is the half of a surrogate pair at a place followed, or led, by its other half? */
function isPaired(text: string, at: number, sign: number): boolean {
  if (sign < 0xd800 || sign > 0xdfff) return true
  const other = text.charCodeAt(sign <= 0xdbff ? at + 1 : at - 1)
  return sign <= 0xdbff ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other <= 0xdbff
}

const isDigit = (sign: number): boolean => sign >= 48 && sign <= 57
const isLetter = (sign: number): boolean => (sign >= 97 && sign <= 122) || (sign >= 65 && sign <= 90)

/** `[A-Za-z0-9\-\.]{1,64}` */
export function isId(text: string): boolean {
  if (text.length === 0 || text.length > 64) return false
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (!isLetter(sign) && !isDigit(sign) && sign !== 45 && sign !== 46) return false
  }
  return true
}

/** `urn:oid:[0-2](\.(0|[1-9][0-9]*))+` */
export function isOid(text: string): boolean {
  if (!text.startsWith('urn:oid:') || text.length > 1024) return false
  const first = text.charCodeAt(8)
  if (first < 48 || first > 50) return false
  let at = 9
  let parts = 0
  while (at < text.length) {
    if (text.charCodeAt(at) !== 46) return false
    const start = ++at
    while (isDigit(text.charCodeAt(at))) at += 1
    if (at === start || (at - start > 1 && text.charCodeAt(start) === 48)) return false
    parts += 1
  }
  return parts > 0
}

/** `urn:uuid:` and 36 signs, small letters (R4 2.24.0.1). */
export function isUuid(text: string): boolean {
  if (text.length !== 45 || !text.startsWith('urn:uuid:')) return false
  for (let at = 9; at < 45; at++) {
    const sign = text.charCodeAt(at)
    const isDash = at === 17 || at === 22 || at === 27 || at === 32
    if (isDash ? sign !== 45 : !isDigit(sign) && !(sign >= 97 && sign <= 102)) return false
  }
  return true
}

/** Groups of four, white space anywhere, `=` only at the end. */
export function isBase64(text: string): boolean {
  let signs = 0
  let padding = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (isSpace(sign)) continue
    signs += 1
    if (sign === 61) padding += 1
    else if (padding > 0 || !(isLetter(sign) || isDigit(sign) || sign === 43 || sign === 47)) return false
  }
  return signs > 0 && signs % 4 === 0 && padding <= 2
}
