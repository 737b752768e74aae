/** A folder facilities drop files into: taken when whole, kept by the intake, answered beside. See README.md. */
/** The folder, how long a file must lie still, how often is looked. */
export { dropFolderConfig } from './drop-folder.config.ts'
/** Starts watching; `stop` waits for the file in hand. */
export { type DropFolder, type DropFolderOptions, openDropFolder } from './open-drop-folder.ts'
