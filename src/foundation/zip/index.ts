/** The files of a zip from outside, unpacked one after another, never more of them and never more bytes than allowed. */
export { readZip, type ZipFault, type ZipReading } from './read-zip.ts'
