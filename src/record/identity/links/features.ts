import type { IdentityModel } from '../model/model.types.ts'
import { sortedHashes } from './key-hash.ts'
import type { LinkContext } from './link-context.ts'
import type { RecordRow } from './links.types.ts'

/** What the model reads in each record, once in a batch. */
export class Features {
  private readonly model: IdentityModel
  private readonly known = new Map<string, unknown>()

  constructor(model: IdentityModel) {
    this.model = model
  }

  of(row: Pick<RecordRow, 'record' | 'version' | 'words'>): unknown {
    const name = `${row.record}#${row.version}`
    let features = this.known.get(name)
    if (features === undefined) {
      features = this.model.featuresOf(row.words)
      this.known.set(name, features)
    }
    return features
  }
}

/** More keys than a model should ever give one record; a hostile one gets no more. */
const keysAtMost = 64

/** Under which hashes a record is found, and which of its values make it one with others. A sure value has a name of its own. */
export function hashesOf(
  row: RecordRow,
  features: Features,
  context: LinkContext,
): { keys: readonly string[]; sure: readonly string[] } {
  const read = features.of(row)
  const keys = context.model.keysOf(read).slice(0, keysAtMost).map(context.hash)
  const sure = context.model.sureValuesOf(read).slice(0, keysAtMost)
  return { keys: sortedHashes(keys), sure: sortedHashes(sure.map((value) => sureHash(value, context))) }
}

export const sureHash = (value: string, context: Pick<LinkContext, 'hash'>): string =>
  context.hash(`=${value}`)
