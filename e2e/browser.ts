/** A real browser over a real server with the demonstration set, for the stories. */
import { after, before } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import axe, { type AxeResults } from 'axe-core'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { chromiumFlags } from '../bench/first-paint.ts'
import { type RunningMach, runMach } from '../bench/run-mach.ts'

export const wide = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

/** What the runner says of a machine without a browser; false where there is one. */
export const skip = process.env.MACH_CHROMIUM ? false : 'no Chromium'

/** How long a story waits for what must come: a slow machine is no fault of the page. */
export const patience = 60_000

/** What the server answers, for stories that need an id to begin with. */
export interface Asks {
  get<T>(path: string): Promise<T>
  /** Bytes go as they are, anything else as JSON. */
  post<T>(path: string, body: unknown): Promise<T>
}

/** Starts the server and the browser before the file's stories, and ends both after them. */
export function aServerWithTheDemonstration(prepare: (mach: Asks) => Promise<void> = async () => {}) {
  let mach: RunningMach
  let browser: Browser
  const get = async <T>(path: string): Promise<T> => (await fetch(mach.address + path)).json() as Promise<T>

  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const isFile = body instanceof Uint8Array
    const answer = await fetch(mach.address + path, {
      method: 'POST',
      headers: { 'content-type': isFile ? 'application/octet-stream' : 'application/json' },
      body: isFile ? body : JSON.stringify(body),
    })
    return answer.json() as Promise<T>
  }

  before(async () => {
    if (skip) return
    await notAcrossMidnight()
    mach = await runMach(undefined, { MACH_DEMO: 'auto' })
    browser = await chromium.launch({ executablePath: process.env.MACH_CHROMIUM!, args: chromiumFlags })
    await demonstrationIsIn(mach.address)
    await prepare({ get, post })
  })
  after(async () => {
    await browser?.close()
    await mach?.stop()
  })

  return {
    address: (path: string) => mach.address + path,
    /** A window of its own, as another person would open; closed when the story ends. */
    async story(path: string, viewport: typeof wide, tell: (page: Page) => Promise<void>) {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
      context.setDefaultTimeout(patience)
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
    await sleep(200)
  }
}

/** What is counted by the day is of one day: no story begins within three minutes of midnight in Vietnam. */
export async function notAcrossMidnight() {
  const day = 86_400_000
  const left = day - ((Date.now() + 7 * 3_600_000) % day)
  if (left < 180_000) await sleep(left)
}

interface Meta {
  readonly demonstration: unknown
  readonly counts: { readonly waiting: number }
}

/** Waits until it stands on the screen. */
export const sees = (what: Locator) => what.first().waitFor({ state: 'visible' })

/** Waits until it has left the screen. */
export const sawGo = (what: Locator) => what.first().waitFor({ state: 'hidden' })

/** Waits until something is so. */
export async function becomes(isSo: () => boolean | Promise<boolean>, what: string) {
  for (const end = Date.now() + patience; !(await isSo()); await sleep(25))
    if (Date.now() > end) throw new Error(`It never came to this: ${what}`)
}

/** Waits until an expression is true in the page (its policy forbids the browser library's own way of waiting). */
export const becomesTrue = (page: Page, expression: string) =>
  becomes(() => page.evaluate<boolean>(expression), expression)

/** Its text, with the spaces of the screen. */
export const textOf = async (what: Locator) => (await what.first().innerText()).replace(/\s+/g, ' ').trim()

/** The name of what has the focus: the words a screen reader would begin with. */
export async function focused(page: Page): Promise<string> {
  const it = page.locator(':focus')
  const name = (await it.getAttribute('aria-label')) ?? (await it.textContent()) ?? ''
  return name.replace(/\s+/g, ' ').trim()
}

/** Waits until this very thing has the focus. */
export const hasFocus = (page: Page, what: Locator) => sees(what.and(page.locator(':focus')))

/** How far the page reaches beyond its window. */
export const overhang = (page: Page) =>
  page.evaluate<number>('Math.max(0, document.scrollingElement.scrollWidth - window.innerWidth)')

/** Serious and critical findings of axe-core, each with the first element it means. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script: the page's own policy forbids scripts from elsewhere, as it should.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${impact} ${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 160)}`)
}
