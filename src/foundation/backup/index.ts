/** Logical backup and restore of every room's tables: one consistent file, all or nothing. */
export { type BackupOptions, backup } from './backup.ts'
export type { BackupProgress, BackupReport, Manifest } from './manifest.ts'
export { type RestoreOptions, type RestoreReport, restore } from './restore.ts'
