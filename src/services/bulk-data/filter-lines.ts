import { Transform } from 'node:stream'
import type { Matches } from './read-type-filter.ts'
import { openSplitter } from './split-lines.ts'

/** Lets through the lines that any of the filters holds of, and counts them. */
export function filterLines(filters: readonly Matches[]) {
  let kept = 0
  const splitter = openSplitter(Number.POSITIVE_INFINITY)
  const keep = (lines: readonly { readonly bytes: Buffer | null }[]): string => {
    let text = ''
    for (const { bytes } of lines) {
      const line = bytes!.toString('utf8')
      const resource = JSON.parse(line) as Record<string, unknown>
      if (!filters.some((matches) => matches(resource))) continue
      kept += 1
      text += `${line}\n`
    }
    return text
  }
  const through = new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, keep(splitter.push(chunk))),
    flush: (done) => done(null, keep(splitter.end())),
  })
  return { through, kept: () => kept }
}
