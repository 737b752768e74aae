/** Who this is, as a doctor and a records clerk see it in the running product: numbers held, why one person, the review desk. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import {
  aServerWithTheDemonstration,
  hasFocus,
  overhang,
  phone,
  sees,
  seriousFaults,
  skip,
  textOf,
  wide,
} from './browser.ts'

const mach = aServerWithTheDemonstration()

/** With the keyboard alone, in this direction. */
async function tabTo(page: Page, what: Locator, key: 'Tab' | 'Shift+Tab') {
  const reached = what.and(page.locator(':focus'))
  for (let tabs = 0; tabs < 60 && (await reached.count()) === 0; tabs += 1) await page.keyboard.press(key)
  await hasFocus(page, what)
}

for (const [size, viewport] of [
  ['at a desk (1366)', wide],
  ['on a phone (390)', phone],
] as const) {
  test(`why records are one person is asked and read with the keyboard alone ${size}`, { skip }, () =>
    mach.story('/ho-so?q=079190999001', viewport, async (page) => {
      await page.getByTestId('person-hit').getByRole('link').click()
      const numbers = page.getByTestId('held-numbers')
      await sees(numbers)
      assert.match(await textOf(numbers), /Số CCCD •••• •••• 9001 đang dùng theo lời khai/)
      const ask = page.getByRole('button', { name: 'Vì sao là một người?' })
      await ask.focus()
      await page.keyboard.press('Enter')
      const why = page.getByTestId('why-one')
      await sees(why.getByText(/^Đối chiếu với /))
      const told = await textOf(why)
      assert.match(told, /Số CCCD trùng/)
      assert.match(told, /Họ tên trùng/)
      assert.match(told, /Máy ước tính 99,9% là cùng một người/)
      assert.doesNotMatch(told, /079190999001/)
      assert.equal(await overhang(page), 0)
      assert.deepEqual(await seriousFaults(page), [])
      await tabTo(page, page.getByRole('link', { name: 'Lịch sử nối, tách của người này' }), 'Tab')
      await page.keyboard.press('Enter')
      await page.getByLabel('Tên người rà soát').fill('Trần Thị Lan')
      await page.keyboard.press('Enter')
      const history = page.getByTestId('review-history')
      await sees(history.getByRole('listitem'))
      await ask.waitFor({ state: 'detached' })
      assert.equal(await overhang(page), 0)
    }),
  )

  test(`the review desk is reached from the search with the keyboard, and opens ${size}`, { skip }, () =>
    mach.story('/ho-so', viewport, async (page) => {
      await hasFocus(page, page.locator('[data-page-search]'))
      await tabTo(page, page.getByRole('link', { name: 'Rà soát trùng' }), 'Shift+Tab')
      await page.keyboard.press('Enter')
      const clerk = page.getByLabel('Tên người rà soát')
      await clerk.focus()
      await page.keyboard.type('Trần Thị Lan')
      await page.keyboard.press('Enter')
      await sees(page.locator('.review-item, .state-view'))
      assert.equal(await page.getByRole('alert').count(), 0)
      await page.getByRole('link', { name: 'Thống kê rà soát' }).click()
      await sees(page.locator('.review-chart svg, main table'))
      assert.equal(await overhang(page), 0)
      assert.deepEqual(await seriousFaults(page), [])
    }),
  )
}
