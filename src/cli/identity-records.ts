import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { RecordToLink } from '#record/identity/model'
import { readRecords } from '#vocabulary/demographics/csv'
import { bad, count, doubtful, faint, type Output } from './output.ts'
import { createProgressBar } from './progress-bar.ts'

/** Lines that are said one by one; the rest is counted. */
const mostSaid = 10

export interface ReadFile {
  /** To be taken apart by whoever reads on: a million records do not fit into memory twice, as words and as features. */
  readonly records: RecordToLink[]
  /** Lines that were left out because they could not be read. */
  readonly leftOut: number
}

/**
 * Reads a file of records, or says why it cannot be. A file with broken lines is refused as a whole, with the lines by number:
 * what is left out silently is missing in every figure afterwards. `skip` leaves them out knowingly.
 */
export async function readRecordFile(
  output: Output,
  path: string,
  { skip = false }: { readonly skip?: boolean } = {},
): Promise<ReadFile | null> {
  const size = await sizeOf(path)
  if (size === null) {
    output.complain(bad(`Không mở được tệp: ${path}`))
    return null
  }
  const bar = createProgressBar('Đọc tệp', output.isJson)
  const stream = createReadStream(path)
  const records: RecordToLink[] = []
  const lines = new Map<string, number>()
  const complaints = complaintsTo(output)
  let isCut = false
  for await (const read of readRecords(stream)) {
    if (!read.ok) {
      complaints.add(read.problem.message)
      isCut = cutting.has(read.problem.code)
      continue
    }
    const { recordId: key, record: words, line } = read.value
    const first = lines.get(key)
    if (first === undefined) {
      lines.set(key, line)
      records.push({ key, words })
    } else complaints.add(`Dòng ${line} trùng mã hồ sơ với dòng ${first}: mỗi hồ sơ chỉ được có một dòng.`)
    if ((line & 1023) === 0) bar.update(stream.bytesRead, size, `${count(line)} dòng`)
  }
  bar.end()
  const leftOut = complaints.end()
  if (records.length === 0 && leftOut === 0) output.complain(bad(`Tệp không có hồ sơ nào: ${path}`))
  if (records.length === 0 || isCut || (leftOut > 0 && !skip)) {
    if (leftOut > 0 && !isCut && records.length > 0)
      output.complain(faint('Sửa các dòng trên, hoặc thêm --skip để bỏ qua chúng.'))
    return null
  }
  return { records, leftOut }
}

/** After these nothing more was read: what is there is no whole file. */
const cutting = new Set(['DEMOGRAPHICS_CSV_BROKEN', 'DEMOGRAPHICS_CSV_COLUMNS'])

function complaintsTo(output: Output) {
  let number = 0
  return {
    add(message: string) {
      number += 1
      if (number <= mostSaid) output.complain(doubtful(message))
    },
    end() {
      if (number > mostSaid) output.complain(doubtful(`… và ${count(number - mostSaid)} dòng nữa.`))
      return number
    },
  }
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? found.size : null
}
