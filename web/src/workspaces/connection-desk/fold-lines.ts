/** One row on the screen: a piece of a line no wider than the window. `line` is the line's number on its first piece. */
export interface ScreenRow {
  readonly start: number
  readonly end: number
  readonly line: number | null
}

/** Folds a text into screen rows of at most `columns` characters, so that every row is equally high. */
export function foldLines(text: string, columns: number): ScreenRow[] {
  const rows: ScreenRow[] = []
  let line = 1
  let start = 0
  while (start <= text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    let piece = start
    do {
      const cut = Math.min(end, piece + columns)
      rows.push({ start: piece, end: cut, line: piece === start ? line : null })
      piece = cut
    } while (piece < end)
    if (newline < 0) break
    start = newline + 1
    line += 1
  }
  return rows
}

/** The screen row that holds a place in the text. */
export function rowAt(rows: readonly ScreenRow[], place: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rows[middle]?.start ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}
