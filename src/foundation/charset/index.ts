/** Windows-1252, read the same by every version of Node. */
export { decodeWindows1252, westernSigns } from './windows-1252.ts'
