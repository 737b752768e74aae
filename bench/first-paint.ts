import { findChromium, launchChromium } from '../e2e/browser.ts'

/** First contentful paint of a page in a fresh browser, median of five, in ms; null without a browser. */
export async function firstPaint(url: string): Promise<number | null> {
  const executablePath = findChromium()
  if (!executablePath) return null
  const browser = await launchChromium(executablePath)
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
