import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Features } from '../links/features.ts'
import { weighPair } from '../links/find-edges.ts'
import type { LinkContext } from '../links/link-context.ts'
import type { EdgeRow, RecordRow } from '../links/links.types.ts'
import { NumberFiles, readNumbers, TextFiles } from './append-files.ts'
import { copyLine } from './copy-text.ts'
import { pairFile } from './pair-records.ts'
import type { SpooledRows } from './spooled-rows.ts'

/** Records read and understood, of which the latest two lots are kept: most who are compared lie side by side. */
const remembered = 50_000

class KnownRecords extends Features {
  #known = new Map<number, Known>()
  #older = new Map<number, Known>()
  readonly #spooled: SpooledRows
  readonly #context: LinkContext

  constructor(spooled: SpooledRows, context: LinkContext) {
    super(context.model)
    this.#spooled = spooled
    this.#context = context
  }

  row(number: number): RecordRow {
    let known = this.#known.get(number)
    if (known) return known
    known = this.#older.get(number) ?? this.#read(number)
    if (this.#known.size >= remembered) {
      this.#older = this.#known
      this.#known = new Map()
    }
    this.#known.set(number, known)
    return known
  }

  override of(row: RecordRow): unknown {
    return (row as Known).features
  }

  #read(number: number): Known {
    const { row, words } = this.#spooled.said(number)
    return { ...row, features: this.#context.model.featuresOf(words) }
  }
}

type Known = RecordRow & { readonly features: unknown }

export const edgeFile = (part: number) => `edges-${part}.txt`
export const edgePlaces = (part: number) => `edges-${part}.bin`
/** Two records, and where their edge is written: from which byte, and how long. */
export const edgePlace = 4

export interface PartWeigher {
  weigh(part: number): { readonly pairs: number; readonly edges: number }
}

/** Weighs the pairs of one file, each once; what is left of an earlier attempt is written anew. */
export function openWeigher(
  folder: { readonly paired: string; readonly weighed: string },
  rows: SpooledRows,
  context: LinkContext,
): PartWeigher {
  const known = new KnownRecords(rows, context)
  return {
    weigh(part) {
      for (const name of [edgeFile(part), edgePlaces(part)])
        rmSync(join(folder.weighed, name), { force: true })
      const numbers = readNumbers(join(folder.paired, pairFile(part)))
      new BigUint64Array(numbers.buffer, 0, numbers.length / 2).sort()
      const texts = new TextFiles(folder.weighed)
      const places = new NumberFiles(folder.weighed, edgePlace)
      let [pairs, edges, offset] = [0, 0, 0]
      for (let at = 0; at < numbers.length; at += 2) {
        if (at > 0 && numbers[at] === numbers[at - 2] && numbers[at + 1] === numbers[at - 1]) continue
        pairs += 1
        const [one, other] = [numbers[at]!, numbers[at + 1]!]
        const edge = weighPair(known.row(other), known.row(one), known, context)
        if (!edge) continue
        edges += 1
        const line = edgeLine(edge)
        texts.add(edgeFile(part), line)
        const length = Buffer.byteLength(line)
        places.add(edgePlaces(part), one, other, offset, length)
        offset += length
      }
      texts.flush()
      places.flush()
      return { pairs, edges }
    },
  }
}

const edgeLine = ({ a, b, model, weight, outcome, parts, guard }: EdgeRow): string =>
  `${copyLine([a, b, model, weight, outcome, `{${parts.join(',')}}`, guard])}\n`
