import { join } from 'node:path'
import { DisjointSets } from '#foundation/linkage/settle'
import { readNumbers } from './append-files.ts'
import { weighParts } from './pair-records.ts'
import { edgePlace, edgePlaces } from './weigh-part.ts'

/** What hangs together, settled in one go by one helper: records, and where their edges are written. */
export interface Chunk {
  readonly records: Uint32Array
  /** File, from which byte, how long. */
  readonly edges: Uint32Array
}

/** Records of a chunk, or more if more hang together. */
const recordsAtOnce = 4_000

/**
 * Cuts what is loaded in bulk into parts that have nothing to do with each other (along every edge and every sure value), in the
 * order of their first records, which lie side by side on the disk. Whole numbers only: 45 bytes a record of memory.
 */
export function* planChunks(
  folder: { readonly paired: string; readonly weighed: string },
  records: number,
  isLeftOut: (record: number) => boolean,
): Generator<Chunk> {
  const sets = new DisjointSets(records)
  const unite = (a: number, b: number) => {
    if (!isLeftOut(a) && !isLeftOut(b)) sets.unite(a, b)
  }
  const sure = readNumbers(join(folder.paired, 'sure.bin'))
  for (let at = 0; at < sure.length; at += 2) unite(sure[at]!, sure[at + 1]!)
  const places = Array.from({ length: weighParts(records) }, (_, part) =>
    readNumbers(join(folder.weighed, edgePlaces(part))),
  )
  for (const rows of places)
    for (let at = 0; at < rows.length; at += edgePlace) unite(rows[at]!, rows[at + 1]!)

  // A root is the smallest of its set, so sets follow one another by their first records.
  const sizes = new Uint32Array(records)
  for (let record = 0; record < records; record += 1) if (!isLeftOut(record)) sizes[sets.find(record)]! += 1
  const chunkOf = new Uint32Array(records)
  const starts = [0]
  let [chunk, filled, total] = [0, 0, 0]
  for (let root = 0; root < records; root += 1) {
    if (sizes[root] === 0) continue
    if (filled > 0 && filled + sizes[root]! > recordsAtOnce) {
      starts.push(total)
      chunk += 1
      filled = 0
    }
    chunkOf[root] = chunk
    filled += sizes[root]!
    total += sizes[root]!
  }
  starts.push(total)
  const ofRecord = (record: number) => chunkOf[sets.find(record)]!

  const members = new Uint32Array(total)
  const next = Uint32Array.from(starts)
  for (let record = 0; record < records; record += 1)
    if (!isLeftOut(record)) members[next[ofRecord(record)]!++] = record

  const edgeStarts = new Uint32Array(chunk + 2)
  const eachEdge = (visit: (chunk: number, part: number, at: number) => void) => {
    for (const [part, rows] of places.entries())
      for (let at = 0; at < rows.length; at += edgePlace)
        if (!isLeftOut(rows[at]!) && !isLeftOut(rows[at + 1]!)) visit(ofRecord(rows[at]!), part, at)
  }
  eachEdge((chunk) => {
    edgeStarts[chunk + 1]! += 1
  })
  for (let at = 0; at <= chunk; at += 1) edgeStarts[at + 1]! += edgeStarts[at]!
  const edges = new Uint32Array(edgeStarts[chunk + 1]! * 3)
  const nextEdge = edgeStarts.slice()
  eachEdge((chunk, part, at) => {
    const place = 3 * nextEdge[chunk]!++
    edges[place] = part
    edges[place + 1] = places[part]![at + 2]!
    edges[place + 2] = places[part]![at + 3]!
  })
  for (let at = 0; at <= chunk && total > 0; at += 1)
    yield {
      records: members.slice(starts[at], starts[at + 1]),
      edges: edges.slice(3 * edgeStarts[at]!, 3 * edgeStarts[at + 1]!),
    }
}
