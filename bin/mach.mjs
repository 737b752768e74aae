#!/usr/bin/env node
// Starts Mạch from its bundle, making the bundle first when the sources are newer (a fresh clone, an edit).
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Mạch cần Node.js từ 20.19 trở lên; máy này có ${process.versions.node}. (Mạch needs Node.js 20.19 or later.)`,
  )
  process.exit(2)
}
const root = join(import.meta.dirname, '..')
const needsScreens = process.argv[2] === 'serve' && !process.argv.includes('--help')
const { buildIfStale } = await import(pathToFileURL(join(root, 'scripts/build.mjs')).href)
await buildIfStale({ screens: needsScreens })
const { main } = await import(pathToFileURL(join(root, 'dist/mach.mjs')).href)
await main(process.argv.slice(2))
