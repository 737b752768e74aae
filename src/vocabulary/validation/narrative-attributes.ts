import { commonAttributes, ownAttributes, urlAttributes } from './narrative-words.ts'

export const namespace = 'http://www.w3.org/1999/xhtml'

/** What is wrong with one attribute of an element of a narrative, or null. */
export function attributeFault(element: string, name: string, value: string): string | null {
  if (name === 'xmlns') return value === namespace ? null : `xmlns phải là ${namespace}.`
  if (!commonAttributes.has(name) && !ownAttributes.has(`${element}.${name}`))
    return `Thuộc tính ${name.slice(0, 20)} không được phép ở thẻ <${element}>.`
  for (let at = 0; at < value.length; at++) {
    const sign = value.charCodeAt(at)
    if (sign === 60) return 'Giá trị thuộc tính XHTML không được có dấu <.'
    const fault = sign === 38 ? entityFault(value, at) : null
    if (fault) return fault
  }
  const isActive = urlAttributes.has(name) ? isActiveUrl(value) : name === 'style' && isActiveStyle(value)
  return isActive ? 'Phần trình bày không được có mã lệnh hay nội dung lấy từ ngoài.' : null
}

/** XML knows five entities by name; HTML's `&nbsp;` has no meaning here (R4 narrative 2.8.0.1): write the sign. */
export function entityFault(text: string, at: number): string | null {
  const end = text.indexOf(';', at)
  const name = end < 0 || end - at > 12 ? '' : text.slice(at + 1, end)
  if (name === 'amp' || name === 'lt' || name === 'gt' || name === 'quot' || name === 'apos') return null
  if (/^#([0-9]+|x[0-9a-fA-F]+)$/.test(name)) {
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    const isSign = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff)
    return isSign && !(code >= 0xd800 && code <= 0xdfff) ? null : 'Ký tự XHTML dạng số không hợp lệ.'
  }
  return 'Dấu & phải viết là &amp;; ký tự đặc biệt của HTML (như &nbsp;) phải viết bằng chính ký tự đó.'
}

/** The scheme as a browser reads it: entities resolved, white space and control signs left out. */
function isActiveUrl(value: string): boolean {
  const plain = plainText(value)
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(plain)?.[1]
  if (!scheme) return false
  return scheme === 'data' ? !/^data:image\/(png|jpeg|gif|webp);/.test(plain) : active.has(scheme)
}

const active = new Set(['javascript', 'vbscript', 'file', 'blob', 'filesystem', 'livescript', 'mocha'])

const isActiveStyle = (value: string): boolean =>
  /expression\(|javascript:|vbscript:|url\(|@import|behaviou?r:|-moz-binding|\\/.test(plainText(value))

const plainText = (value: string): string =>
  value
    .slice(0, 4096)
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, digits: string) => {
      const code = Number.parseInt(digits, hex ? 16 : 10)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
    })
    .replace(/[\u0000-\u0020]/g, '')
    .toLowerCase()
