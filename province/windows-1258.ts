const toByte = new Map<string, number>()
const decoder = new TextDecoder('windows-1258')
for (let byte = 0; byte < 256; byte += 1) toByte.set(decoder.decode(Uint8Array.of(byte)), byte)

const tone = /[\u0300\u0301\u0303\u0309\u0323]/g

/** As old Vietnamese software wrote it: the vowel with its hat or horn, then the tone as a letter of its own. */
export function windows1258(text: string): Uint8Array {
  const bytes: number[] = []
  for (const letter of text.normalize('NFC')) {
    const whole = toByte.get(letter)
    if (whole === undefined) bytes.push(...inParts(letter))
    else bytes.push(whole)
  }
  return Uint8Array.from(bytes)
}

function inParts(letter: string): number[] {
  const apart = letter.normalize('NFD')
  const parts = [apart.replace(tone, '').normalize('NFC'), ...(apart.match(tone) ?? [])].map((part) =>
    toByte.get(part),
  )
  // What the code page does not have is a numbered character of XML.
  if (parts.includes(undefined)) return [...Buffer.from(`&#${letter.codePointAt(0)};`)]
  return parts as number[]
}
