import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import type { ResourceSource, TerminologyType } from './library.ts'
import { type PackedResource, unpack } from './packed.ts'

/**
 * R4's own terminology. The file stays a buffer, outside the heap; a resource is read from its line when somebody asks
 * for it, so that a server that never expands anything pays for nothing.
 */
export function carriedR4(): ResourceSource {
  let lines: ReadonlyMap<string, readonly [from: number, to: number]> | undefined
  let file: Buffer | undefined
  const open = () => {
    if (!lines) {
      file = readFileSync(join(projectRoot(), 'src/vocabulary/terminology/data/r4.generated.json'))
      lines = contentsOf(file)
    }
    return lines
  }
  return {
    find(type, url) {
      const place = open().get(`${type} ${url}`)
      if (!place) return []
      return [unpack(JSON.parse(file!.toString('utf8', place[0], place[1])) as PackedResource)]
    },
    urls: (type: TerminologyType) =>
      [...open().keys()].filter((key) => key.startsWith(`${type} `)).map((key) => key.slice(type.length + 1)),
  }
}

/** Each line begins `{"resourceType":"ValueSet","url":"…",`; the first and the last hold a bracket alone. */
function contentsOf(file: Buffer): Map<string, readonly [number, number]> {
  const lines = new Map<string, readonly [number, number]>()
  const head = '{"resourceType":"'.length
  for (let from = file.indexOf('\n') + 1; file[from] === 123; ) {
    const end = file.indexOf('\n', from)
    const typeEnd = file.indexOf('"', from + head)
    const urlStart = typeEnd + '","url":"'.length
    const url = file.toString('utf8', urlStart, file.indexOf('"', urlStart))
    const comma = file[end - 1] === 44 ? 1 : 0
    lines.set(`${file.toString('utf8', from + head, typeEnd)} ${url}`, [from, end - comma])
    from = end + 1
  }
  return lines
}
