/** A bar that rewrites its own line on a terminal, and a line every few seconds where there is none. */
export function createProgressBar(label: string, isOff: boolean) {
  const isLive = !isOff && process.stderr.isTTY === true
  const began = Date.now()
  let lastDrawn = 0
  return {
    update(done: number, total: number, note = '') {
      const now = Date.now()
      const isDone = done >= total
      if (isOff || (now - lastDrawn < (isLive ? 80 : 5_000) && !(isLive && isDone))) return
      lastDrawn = now
      const share = total > 0 ? Math.min(1, done / total) : 1
      const seconds = (now - began) / 1000
      const left = share > 0.02 && share < 1 ? ` còn ~${Math.ceil((seconds / share) * (1 - share))} s` : ''
      const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░')
      const line = `${label} ${bar} ${String(Math.floor(share * 100)).padStart(3)} % ${note}${left}`
      process.stderr.write(isLive ? `\r\x1b[2K${line}` : `${line}\n`)
    },
    end() {
      if (isLive && lastDrawn > 0) process.stderr.write('\r\x1b[2K')
    },
  }
}
