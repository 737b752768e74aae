import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The system's Chromium, or null. */
export function findChromium(): string | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env.PATH ?? '').split(':')
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path))
  return process.env.MACH_CHROMIUM ?? found ?? null
}

/** First contentful paint of a page in a fresh browser, median of five, in ms; null without a browser. */
export async function firstPaint(url: string): Promise<number | null> {
  const executablePath = findChromium()
  if (!executablePath) return null
  const browser = await chromium.launch({ executablePath, args: chromiumFlags })
  try {
    const times: number[] = []
    for (let i = 0; i < 5; i += 1) {
      const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
      const page = await context.newPage()
      await page.goto(url, { waitUntil: 'networkidle' })
      const paint = await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      )
      times.push(paint)
      await context.close()
    }
    return times.sort((a, b) => a - b)[2] ?? null
  } finally {
    await browser.close()
  }
}
