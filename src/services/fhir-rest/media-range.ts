/**
 * What the acceptable range with the highest quality means; among equals the more specific one, then the first
 * (RFC 9110, 12.5.1). `meaning` is asked of each range in small letters, and says null to those it does not know.
 */
export function bestRange<T>(
  accept: string,
  meaning: (name: string, parameters: readonly string[]) => T | null,
): T | null {
  let best: T | null = null
  let bestQuality = 0
  for (const range of accept.toLowerCase().split(',', 50)) {
    const [name = '', ...parameters] = range.split(';')
    const meant = meaning(name.trim(), parameters)
    if (meant === null) continue
    const q = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='))
    const quality = q ? Number(q.slice(2)) : 1
    if (!(quality > 0 && quality <= 1)) continue
    const weight = quality - (name.includes('*') ? 0.0005 : 0)
    if (weight > bestQuality) {
      best = meant
      bestQuality = weight
    }
  }
  return best
}
