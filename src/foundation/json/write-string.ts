/** A JSON string. Short and plain ones, nearly all, are cheaper quoted here than handed to JSON.stringify. */
export function writeString(text: string): string {
  if (text.length > 60) return JSON.stringify(text)
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 0x20 || c === 0x22 || c === 0x5c || (c >= 0xd800 && c <= 0xdfff)) return JSON.stringify(text)
  }
  return `"${text}"`
}
