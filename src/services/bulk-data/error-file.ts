import { type FileHandle, open } from 'node:fs/promises'
import type { BadLine } from './check-line.ts'
import { outcomeText } from './outcome.ts'

/** What was set aside, one OperationOutcome a line. Begins where a former attempt left it. */
export async function openErrorFile(path: string, from: { readonly bytes: number; readonly lines: number }) {
  const file: FileHandle = await open(path, 'a+', 0o600)
  await file.truncate(from.bytes)
  let { bytes, lines } = from
  let waiting = ''
  return {
    note(input: string, { number, name, why }: BadLine): void {
      const place = `${input}, dòng ${number}${name === '' ? '' : `: ${name}`}`
      waiting += `${outcomeText(why.map((line) => ({ ...line, diagnostics: place })))}\n`
      lines += 1
    },
    isFull: () => waiting.length > 262_144,
    /** On disk; gives how far the file is. */
    async save() {
      const text = waiting
      waiting = ''
      if (text !== '') bytes += (await file.write(text)).bytesWritten
      return { bytes, lines }
    },
    close: () => file.close(),
  }
}
