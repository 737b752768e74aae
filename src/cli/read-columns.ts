import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { rowsOf } from '#vocabulary/demographics/csv'

/** Reads some columns of a CSV file by name, row by row; answers null, or a sentence that says what is wrong with the file. */
export async function readColumns(
  path: string,
  names: readonly string[],
  each: (cells: readonly string[]) => void,
): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return `Không mở được tệp: ${path}`
  let places: readonly number[] | null = null
  let line = 0
  for await (const row of rowsOf(createReadStream(path))) {
    if (row === 'broken') return `Không đọc tiếp được ${path} sau dòng ${line}: dấu ngoặc kép không đóng.`
    line += 1
    if (places) each(places.map((place) => row[place] ?? ''))
    else {
      places = names.map((name) => row.findIndex((heading) => heading.trim() === name))
      const missing = names.filter((_, at) => places![at] === -1)
      if (missing.length > 0) return `Tệp ${path} thiếu cột: ${missing.join(', ')}.`
    }
  }
  return places ? null : `Tệp ${path} trống.`
}
