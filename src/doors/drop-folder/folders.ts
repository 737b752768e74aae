import { lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lane } from '#record/intake'

/** Subfolders of a facility's folder by how urgent their files are; '' is the folder itself. */
export const laneFolders: readonly { readonly folder: string; readonly lane: Lane }[] = [
  { folder: 'khan', lane: 'emergency' },
  { folder: '', lane: 'live' },
  { folder: 'nap-lai', lane: 'back-load' },
]

/** Where a file lies while it is being kept; one folder for each lane, so that a restart knows it. */
export const inHand = '.dang-nhan'
export const received = 'da-nhan'
export const refused = 'tu-choi'

export const isFacility = (name: string): boolean => /^[0-9A-Z]{5}$/.test(name)

/** Files of programs that are still writing, of systems, and our own answers are nobody's message. */
export function isMessageName(name: string): boolean {
  if (name.startsWith('.') || name.startsWith('~') || name.endsWith('~') || name.length > 200) return false
  return !/\.(tmp|temp|part|partial|filepart|crdownload|swp|lock|ok|done|bien-nhan\.json|ly-do\.txt)$/i.test(
    name,
  )
}

export const isUnfinishedName = (name: string): boolean =>
  name.startsWith('.') || /\.(tmp|temp|part|partial|filepart|crdownload)$/i.test(name)

/** A folder of its own; a link to one is not. */
export const isRealFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (stat) => stat.isDirectory(),
    () => false,
  )

export class NotAFolder extends Error {}

/**
 * Makes a folder, or finds it, one level at a time; a link put in its place is an attempt to have files moved somewhere
 * else and is never followed.
 */
export async function realFolder(base: string, ...names: readonly string[]): Promise<string> {
  let path = base
  for (const name of names) {
    path = join(path, name)
    await mkdir(path).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EEXIST') throw thrown
    })
    if (!(await isRealFolder(path))) throw new NotAFolder(path)
  }
  return path
}

/** Written beside, forced to the disk, then named: a reader sees all of it or nothing. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.tmp`
  await rm(beside, { force: true })
  const file = await open(beside, 'wx', 0o640)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
}
