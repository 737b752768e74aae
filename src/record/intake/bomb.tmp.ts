import { anIntake, aFile } from './testing.ts'
import { gzipSync } from 'node:zlib'
const intake = await anIntake({ maxBytes: 3_000_000 })
const app = await intake.http()
await app.listen({ host: '127.0.0.1', port: 0 })
const url = `http://127.0.0.1:${(app.server.address() as any).port}/intake/bhyt-xml`
for (const [n, b] of [['trunc', gzipSync(aFile({})).subarray(0, 100)], ['big', Buffer.alloc(6_000_000, 32)], ['bomb', gzipSync(Buffer.alloc(60_000_000, 32))], ['bomb', gzipSync(Buffer.alloc(60_000_000, 32))],['ok', aFile({})]] as const) {
  const t = Date.now()
  try { const a = await fetch(url, { method: 'POST', body: b }); console.log(n, a.status, await a.text().then(x => x.slice(0, 80))) } catch (e) { console.log(n, (e as any).cause) }
  console.log(Date.now() - t)
}
await app.close(); await intake.close(); process.exit()
