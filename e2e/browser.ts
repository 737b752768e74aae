/** A real browser over a real server with the demonstration set, for the stories; the bench measures with the same one. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { type RunningMach, runMach } from '../bench/run-mach.ts'

// No GPU, no sandbox (the box may be a container as root), and no word to anybody outside.
const chromiumFlags = [
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

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: chromiumFlags })

export const wide = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

/** What the runner says of a machine without a browser; false where there is one. */
export const skip = process.env.MACH_CHROMIUM ? false : 'no Chromium'

/** Starts the server and the browser before the file's stories, and ends both after them. */
export function aServerWithTheDemonstration() {
  let mach: RunningMach
  let browser: Browser

  before(async () => {
    if (skip) return
    mach = await runMach(undefined, { MACH_DEMO: 'auto' })
    browser = await launchChromium(process.env.MACH_CHROMIUM!)
    await demonstrationIsIn(mach.address)
  })
  after(async () => {
    await browser?.close()
    await mach?.stop()
  })

  return {
    address: (path: string) => mach.address + path,
    /** What the server answers, for stories that need an id to begin with. */
    get: async <T>(path: string): Promise<T> => (await fetch(mach.address + path)).json() as Promise<T>,
    /** A window of its own, as another person would open; closed when the story ends. */
    async story(path: string, viewport: typeof wide, tell: (page: Page) => Promise<void>) {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
      context.setDefaultTimeout(15_000)
      try {
        const page = await context.newPage()
        await page.goto(mach.address + path)
        await tell(page)
      } finally {
        await context.close()
      }
    },
  }
}

async function demonstrationIsIn(address: string) {
  for (;;) {
    const meta = (await (await fetch(`${address}/api/meta`)).json()) as Meta
    if (meta.demonstration === null && meta.counts.waiting === 0) return
    await new Promise((done) => setTimeout(done, 200))
  }
}

interface Meta {
  readonly demonstration: unknown
  readonly counts: { readonly waiting: number }
}

/** Waits until it stands on the screen. */
export const sees = (what: Locator) => what.first().waitFor({ state: 'visible' })

/** Waits until it has left the screen. */
export const sawGo = (what: Locator) => what.first().waitFor({ state: 'hidden' })

/** Its text, with the spaces of the screen. */
export const textOf = async (what: Locator) => (await what.first().innerText()).replace(/\s+/g, ' ').trim()

/** The name of what has the focus: the words a screen reader would begin with. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document
    const named = activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? ''
    const label = activeElement instanceof HTMLInputElement ? activeElement.labels?.[0]?.textContent : null
    return (label ?? named).replace(/\s+/g, ' ').trim()
  })
