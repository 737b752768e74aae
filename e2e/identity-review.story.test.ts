/** A records clerk's morning: fifty pairs by keyboard alone, one of them with a second reader, two taken back. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { chromiumFlags } from '../bench/first-paint.ts'
import { digestOf, partitionOf } from '../src/record/identity/links/testing.ts'
import {
  becomes,
  hasFocus,
  notAcrossMidnight,
  overhang,
  patience,
  phone,
  sees,
  seriousFaults,
  skip,
  textOf,
  wide,
} from './browser.ts'
import { keyOf, type ReviewServer, startReviewServer } from './review-server.ts'

let server: ReviewServer
let browser: Browser
before(async () => {
  if (skip) return
  await notAcrossMidnight()
  server = await startReviewServer(700, 11)
  browser = await chromium.launch({ executablePath: process.env.MACH_CHROMIUM!, args: chromiumFlags })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** A window of its own, in which a clerk has said a name, if there is one. */
async function at(
  path: string,
  viewport: typeof wide,
  clerk: string | null,
  tell: (page: Page) => Promise<void>,
) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  context.setDefaultTimeout(patience)
  try {
    const page = await context.newPage()
    if (clerk) await page.addInitScript(`sessionStorage.setItem('mach.clerk', ${JSON.stringify(clerk)})`)
    await page.goto(server.address + path)
    await tell(page)
  } finally {
    await context.close()
  }
}

const item = (page: Page) => page.getByTestId('review-item')
const idOf = async (page: Page) => (await item(page).getAttribute('data-item'))!

/** What the papers would say: the generator knows whose each record is. */
async function isOne(itemId: string): Promise<boolean> {
  const who = seen.get(itemId)!
  return who.left === who.right
}

/** Whose the two sides of each item that was shown are. */
const seen = new Map<string, { readonly left: number | undefined; readonly right: number | undefined }>()

function remember(page: Page) {
  page.on('response', async (response) => {
    if (!/\/review\/(next|items\/[^/]+\/take)$/.test(response.url()) || !response.ok()) return
    // A window may close while the last answer is still being read.
    const { item: taken } = (await response.json().catch(() => ({ item: null }))) as Taken
    if (taken) seen.set(taken.itemId, { left: personOf(taken.left), right: personOf(taken.right) })
  })
}

interface Side {
  readonly personId: string
  readonly records: readonly { readonly facility: string; readonly localId: string }[]
}
interface Taken {
  readonly item: { readonly itemId: string; readonly left: Side; readonly right: Side } | null
}
const personOf = ({ records: [first] }: Side) =>
  first && server.truth.get(keyOf(first.facility, first.localId))

/** Waits until another item than this one is shown, and its bytes were read. */
async function another(page: Page, than: string): Promise<string> {
  await page.locator(`[data-testid="review-item"]:not([data-item="${than}"])`).waitFor()
  const id = await idOf(page)
  await becomes(() => seen.has(id), `the bytes of ${id} were read`)
  return id
}

/** The answer by its key, with a reason where one is asked for; gives the item that follows. */
async function press(page: Page, id: string, key: '1' | '2' | '3' | '4'): Promise<string> {
  // Asked before the key: after it the reason may be the next item's.
  const needsWhy = key === '1' && (await page.locator('#review-why').count()) > 0
  await page.keyboard.press(key)
  if (needsWhy) await sayWhy(page, 'Đã gọi điện cho người bệnh')
  return another(page, id)
}

async function sayWhy(page: Page, why: string) {
  await hasFocus(page, page.locator('#review-why'))
  await page.keyboard.type(why)
  await page.keyboard.press('Enter')
}

/** From the search, where the cursor waits in the box: back to the tabs, and into the desk. */
async function openDesk(page: Page) {
  await hasFocus(page, page.locator('[data-page-search]'))
  const desk = page.getByRole('link', { name: 'Rà soát trùng' }).and(page.locator(':focus'))
  for (let tabs = 0; tabs < 10 && (await desk.count()) === 0; tabs += 1)
    await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
}

test('fifty pairs are decided by keyboard alone, two of them taken back exactly, and one waits for a second reader', {
  skip,
}, async () => {
  const before = await partitionOf(server.db)
  await at('/ho-so', wide, null, async (page) => {
    remember(page)
    await openDesk(page)
    await page.getByLabel('Tên người rà soát').focus()
    await page.keyboard.type('Trần Thị Lan')
    await page.keyboard.press('Enter')
    let id = await another(page, '')
    let joined = 0
    const answered: string[] = []
    for (let n = 0; n < 50; n += 1) {
      const same = await isOne(id)
      if (n === 10 || n === 30) {
        // The wrong key, noticed at once.
        const stood = await digestOf(server.db, 'all')
        const following = await press(page, id, same ? '2' : '1')
        await page.keyboard.press('z')
        assert.equal(await another(page, following), id, 'the very item comes back')
        assert.deepEqual(await digestOf(server.db, 'all'), stood, 'byte for byte')
      }
      answered.push(id)
      if (n % 25 === 20) id = await press(page, id, '3')
      else if (n % 25 === 21) id = await press(page, id, '4')
      else {
        joined += same ? 1 : 0
        id = await press(page, id, same ? '1' : '2')
      }
    }
    assert.equal(new Set(answered).size, 50, 'nothing was asked twice')
    assert.match(await textOf(page.getByTestId('review-answered')), /50 cặp/)
    const now = await partitionOf(server.db)
    assert.equal(before.length - now.length, joined, 'each "same" made one person of two')
    assert.ok(joined > 10, `${joined} of 50 were one person`)

    // The next pair is somebody's who is flagged: two must read it.
    await page.keyboard.press('n')
    id = await another(page, id)
    const { left } = (await takeAs('Trần Thị Lan', id)).item!
    server.sensitive.add(left.personId)
    await page.goto(`${server.address}/ho-so/ra-soat?item=${id}`)
    await sees(page.getByTestId('review-risks'))
    await press(page, id, '1')
    await sees(page.getByText('chờ người thứ hai, chưa gộp gì'))
    assert.equal((await partitionOf(server.db)).length, now.length)

    await at('/ho-so/ra-soat?state=second', wide, 'Lê Văn Minh', async (second) => {
      remember(second)
      await sees(item(second).getByText('Bạn là người thứ hai'))
      assert.equal(await idOf(second), id)
      await second.keyboard.press('1')
      await sayWhy(second, 'Đã đối chiếu giấy tờ')
      await sees(second.getByText('Không còn cặp nào cần rà soát'))
    })
    assert.equal((await partitionOf(server.db)).length, now.length - 1)
  })
})

const takeAs = async (clerk: string, id: string) => {
  const headers = { 'x-mach-clerk': encodeURIComponent(clerk), 'content-type': 'application/json' }
  const path = `/api/identity/review/items/${id}/take`
  return (await (await fetch(server.address + path, { method: 'POST', headers, body: '{}' })).json()) as Taken
}

interface ReviewQueue {
  readonly items: readonly {
    readonly itemId: string
    readonly guard: string | null
    readonly leasedBy: string | null
  }[]
}

/** The address of a pair that a guard keeps apart. */
async function guarded(): Promise<string> {
  const headers = { 'x-mach-clerk': 'Hoa' }
  const answer = await fetch(`${server.address}/api/identity/review/items?limit=200`, { headers })
  const { items } = (await answer.json()) as ReviewQueue
  // What a window held that closed is not free at once.
  const found = items.find(({ guard, leasedBy }) => guard !== null && leasedBy === null)
  assert.ok(found, 'some pair is kept apart by a guard')
  return `/ho-so/ra-soat?item=${found.itemId}`
}

test('a risky answer without a reason is not sent, and help stands under one key', { skip }, async () =>
  at(await guarded(), wide, 'Phạm Hoa', async (page) => {
    await sees(item(page))
    const id = await idOf(page)
    await page.keyboard.press('?')
    await sees(page.getByRole('dialog', { name: 'Phím tắt và cách đọc điểm' }))
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    await sees(page.getByText('Cặp này cần lý do mới được gộp'))
    await hasFocus(page, page.locator('#review-why'))
    await page.keyboard.type('1234')
    assert.equal(await idOf(page), id, 'digits typed into a reason are no answers')
    await page.keyboard.press('Escape')
    await page.keyboard.press('2')
    await page.locator(`[data-item="${id}"]`).waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Đã trả lời' }).click()
    const line = page.getByTestId('review-answer')
    assert.match(await textOf(line), /Phạm Hoa Hai người khác nhau .* có hiệu lực/)
    await line.getByRole('link').first().click()
    const history = page.getByTestId('review-history')
    await sees(history.getByText(/Đã quyết định khác nhau, .*, bởi Phạm Hoa/))
    await history.getByRole('button', { name: 'Rút lại' }).click()
    await history.getByLabel(/^Lý do rút lại/).fill('Cơ sở đã sửa số định danh')
    await history.getByRole('button', { name: 'Rút lại' }).click()
    await sees(history.getByText('Chưa có ai quyết định gì'))
    await sees(history.getByText('Rút lại quyết định'))
  }),
)

test(
  'two clerks at one moment are shown two pairs, and a server that is slow or away is said to be',
  { skip },
  () =>
    at('/ho-so/ra-soat', wide, 'Vũ An', async (page) => {
      await sees(item(page))
      const id = await idOf(page)
      await at('/ho-so/ra-soat', wide, 'Đỗ Bình', async (other) => {
        await sees(item(other))
        assert.notEqual(await idOf(other), id)
      })
      let release = () => {}
      const released = new Promise<void>((done) => {
        release = done
      })
      await page.route('**/answer', async (route) => {
        await released
        await route.continue()
      })
      await page.keyboard.press('2')
      await sees(page.getByText('Đang ghi…'))
      await page.keyboard.press('2')
      release()
      await page.locator(`[data-item="${id}"]`).waitFor({ state: 'hidden' })
      assert.match(
        await textOf(page.getByTestId('review-answered')),
        /1 cặp/,
        'a key pressed twice is one answer',
      )
      // While the next item is on its way a key says nothing.
      await sees(item(page))
      await page.unroute('**/answer')
      await page.route('**/answer', (route) => route.abort())
      await page.keyboard.press('2')
      await sees(page.getByRole('alert'))
      await sees(item(page))
    }),
)

test('work is drawn and goes out as a table', { skip }, () =>
  at('/ho-so/ra-soat/thong-ke', wide, 'Trần Thị Lan', async (page) => {
    await sees(page.locator('.review-chart svg'))
    assert.match(await textOf(page.getByTestId('review-clerks')), /Trần Thị Lan/)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Tải CSV' }).click()
    assert.match(readFileSync(await (await download).path(), 'utf8'), /Trần Thị Lan,\d+,\d+,2,2,2\r\n/)
  }),
)

for (const [size, viewport] of [
  ['at a desk (1366)', wide],
  ['on a phone (390)', phone],
] as const)
  test(`the pages of the review ${size} fit their width and have no serious fault of access`, {
    skip,
  }, async () => {
    const faults: string[] = []
    const pages = [
      ['the name', null, '/ho-so/ra-soat', '.review-gate'],
      ['a pair', 'Vũ An', '/ho-so/ra-soat', '.review-item'],
      ['a pair with a guard', 'Vũ An', await guarded(), '.review-why'],
      ['nothing left', 'Vũ An', '/ho-so/ra-soat?guard=khong-co', '.state-view'],
      ['answers', 'Trần Thị Lan', '/ho-so/ra-soat/da-tra-loi?who=all', 'main table'],
      ['figures', 'Trần Thị Lan', '/ho-so/ra-soat/thong-ke', '.review-chart svg'],
    ] as const
    for (const [name, clerk, path, stands] of pages)
      await at(path, viewport, clerk, async (page) => {
        await sees(page.locator(stands))
        const tooWide = await overhang(page)
        if (tooWide > 0) faults.push(`${name}: ${tooWide} px too wide`)
        for (const fault of await seriousFaults(page)) faults.push(`${name}: ${fault}`)
      })
    assert.deepEqual(faults, [])
  })
