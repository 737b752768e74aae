/** Files on disk that are whole or not there. */

/** Several files into a folder, all or none, whatever stops the writing. */
export { type FileToWrite, writeFiles } from './write-files.ts'
