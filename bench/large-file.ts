import { request } from 'node:http'
import { Readable } from 'node:stream'
import { largeFile } from '../province/index.ts'
import { measureBox, residentBytes } from './box-limits.ts'
import type { Part } from './report.ts'
import { runMach } from './run-mach.ts'

/** One file of many HOSO over HTTP: the server's memory while it is read, kept and answered. */
export async function benchLargeFile(options: { readonly hoso: number }): Promise<Part> {
  const mach = await runMach()
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, residentBytes(mach.pid))
  }, 25)
  try {
    let bytes = 0
    async function* body() {
      for await (const piece of largeFile({ hoso: options.hoso })) {
        bytes += piece.length
        yield piece
      }
    }
    const began = performance.now()
    const answer = await new Promise<{ status: number; files: number }>((resolve, reject) => {
      const req = request(`${mach.address}/intake/bhyt-xml?fileName=200-MB.xml`, {
        method: 'POST',
        headers: { 'content-type': 'application/xml', 'transfer-encoding': 'chunked' },
      })
      req.on('response', async (res) => {
        const pieces: Buffer[] = []
        for await (const piece of res) pieces.push(piece as Buffer)
        const json = JSON.parse(Buffer.concat(pieces).toString()) as { files: unknown[] }
        resolve({ status: res.statusCode ?? 0, files: json.files.length })
      })
      req.on('error', reject)
      Readable.from(body()).pipe(req)
    })
    const seconds = (performance.now() - began) / 1000
    const atAnswer = peak
    await new Promise((done) => setTimeout(done, 5_000))
    const box = await measureBox(mach.connection)
    return {
      part: `large file: ${(bytes / 1e6).toFixed(0)} MB, ${answer.files.toLocaleString('en')} HOSO, answered ${answer.status}`,
      figures: [
        {
          name: 'peak resident memory until answered',
          value: atAnswer / 1e6,
          unit: 'MB',
          must: { at: 'most', value: 400 },
        },
        {
          name: 'peak with the journey at work',
          value: peak / 1e6,
          unit: 'MB',
          must: { at: 'most', value: 400 },
        },
        { name: 'read, kept and answered', value: bytes / 1e6 / seconds, unit: 'MB/s' },
        { name: 'records', value: answer.files / seconds, unit: 'HOSO/s' },
      ],
      notes: [`${seconds.toFixed(1)} s; load average ${box.loadAverage.toFixed(1)}`],
    }
  } finally {
    clearInterval(watch)
    await mach.stop()
  }
}
