import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import type { CatalogueEntries, CatalogueEntry } from './catalogue.types.ts'

export const readData = (file: string) =>
  readFileSync(join(projectRoot(), 'src', 'vocabulary', 'catalogues', 'data', file), 'utf8')

/** The lines of a tab-separated file, each as its cells. */
export function* cellsOf(file: string): Generator<readonly string[]> {
  for (const line of readData(file).split('\n')) if (line !== '') yield line.split('\t')
}

const none: Readonly<Record<string, string>> = Object.freeze({})

/** The further columns of a line that hold something; one shared object when none does (most lists have none). */
export function fieldsOf(
  keys: readonly string[],
  cells: readonly string[],
): Readonly<Record<string, string>> {
  let fields: Record<string, string> | undefined
  keys.forEach((key, at) => {
    const cell = cells[at]
    if (!cell) return
    fields ??= {}
    fields[key] = cell
  })
  return fields ?? none
}

/** A file of code, name and further columns. */
export function readEntries(file: string, keys: readonly string[] = []): CatalogueEntries {
  const entries = new Map<string, CatalogueEntry>()
  for (const [code, name, ...rest] of cellsOf(file))
    if (code) entries.set(code, { code, name: name ?? '', fields: fieldsOf(keys, rest) })
  return entries
}

/** Reads at the first question and remembers. */
export function once<T>(read: () => T): () => T {
  let value: { readonly it: T } | undefined
  return () => {
    value ??= { it: read() }
    return value.it
  }
}
