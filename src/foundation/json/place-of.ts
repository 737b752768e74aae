/** `dòng 3, cột 14`: where an offset is for somebody who opens the text in an editor. */
export function placeOf(text: string, offset: number): string {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1
    start = at + 1
  }
  return `dòng ${line}, cột ${offset - start + 1}`
}
