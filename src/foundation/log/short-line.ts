const colours: Record<string, string> = {
  warn: '\u001b[33m',
  error: '\u001b[31m',
  fatal: '\u001b[31m',
  debug: '\u001b[90m',
}

/** `08:15:02 intake  stored receipt=… ms=12`: one line for a person at a terminal. */
export function shortLine(json: string): string {
  let entry: Record<string, unknown>
  try {
    entry = JSON.parse(json) as Record<string, unknown>
  } catch {
    return json
  }
  const { level, time, room, msg, ...rest } = entry
  const data = Object.entries(rest)
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ')
  const at = typeof time === 'string' ? new Date(time).toTimeString().slice(0, 8) : ''
  const colour = colours[String(level)]
  const text = [at, room, msg, data].filter(Boolean).join('  ')
  return colour ? `${colour}${text}\u001b[0m\n` : `${text}\n`
}
