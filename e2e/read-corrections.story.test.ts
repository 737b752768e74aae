/** A doctor reads two hospitals' records as one, the evidence parts them, and a records clerk tells the doctor. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import {
  aServerWithTheDemonstration,
  becomes,
  hasFocus,
  overhang,
  phone,
  sawGo,
  sees,
  seriousFaults,
  skip,
  textOf,
  wide,
} from './browser.ts'

const mach = aServerWithTheDemonstration()
const list = '/ho-so/ra-soat/da-xem-nham'

const get = async <T>(path: string) => (await (await fetch(mach.address(path))).json()) as T

let sent = 0
/** A hospital's software registers somebody. */
async function comes(facility: string, local: string, name: string, citizen: string) {
  sent += 1
  const message = [
    `MSH|^~\\&|HIS|${facility}|MACH|SYT|2026090307${30 + sent}00+0700||ADT^A04^ADT_A01|E${sent}|P|2.5.1|||||||UNICODE UTF-8`,
    'EVN|A04|20260903073000+0700',
    `PID|1||${local}^^^${facility}^MR~${citizen}^^^CCCD^NI||${name}^^^^^L||19900315|F`,
    `PV1|1|O|KKB^^^${facility}||||||||||||||||E-${sent}|||||||||||||||||||||||||20260903073000+0700`,
  ].join('\r')
  const answer = await fetch(mach.address('/intake/files'), {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: message,
  })
  assert.equal(answer.status, 202)
  await becomes(async () => (await get<Meta>('/api/meta')).counts.waiting === 0, 'it is stored')
}
interface Meta {
  readonly counts: { readonly waiting: number }
}
interface Hits {
  readonly items: readonly { readonly personId: string }[]
}
const waiting = async () => (await get<{ open: number }>('/api/identity/corrections/count')).open

async function saysName(page: Page, name: string) {
  await page.getByLabel('Tên người rà soát').fill(name)
  await page.keyboard.press('Enter')
}

for (const [size, viewport, who] of [
  ['at a desk (1366)', wide, ['NGUYỄN^THỊ NHẦM', '079190999071', '079190999072', '71'] as const],
  ['on a phone (390)', phone, ['TRẦN^THỊ LẪN', '079190999073', '079190999074', '73'] as const],
] as const) {
  test(
    `who saw two people as one is listed, told with the keyboard, taken back, noted ${size}`,
    { skip },
    () =>
      mach.story(list, viewport, async (page) => {
        const [name, citizen, corrected, number] = who
        await comes('99901', `BN${number}`, name, citizen)
        await comes('99902', `X${number}`, name, citizen)
        await saysName(page, 'Trần Thị Lan')
        await sees(page.getByText('Không có lượt xem nhầm nào chờ báo.'))
        const { items } = await get<Hits>(`/api/persons?q=${citizen}`)
        await page.goto(mach.address(`/ho-so/${items[0]!.personId}`))
        await sees(page.getByTestId('held-numbers'))
        // The second hospital had typed a stranger's number.
        await comes('99902', `X${number}`, name, corrected)
        await becomes(async () => (await waiting()) === 1, 'the reading is listed')

        await page.goto(mach.address('/ho-so'))
        await page.getByRole('link', { name: 'Đã xem nhầm (1)' }).click()
        const line = page.getByTestId('correction')
        const told = await textOf(line)
        assert.match(told, /Trần Thị Lan/)
        assert.match(told, /mở trang hồ sơ · qua màn hình/)
        assert.match(told, /nay là 2 người/)
        for (const local of [`BN${number}`, `X${number}`]) assert.ok(told.includes(local), told)
        assert.doesNotMatch(told, /NHẦM|LẪN|0791909990/i)
        assert.equal(await overhang(page), 0)
        assert.deepEqual(await seriousFaults(page), [])

        await page.keyboard.press('j')
        await hasFocus(page, line)
        await page.keyboard.press('1')
        await sees(page.getByText('Đã ghi: đã báo. Bấm Z để hoàn tác.'))
        await sawGo(page.getByRole('link', { name: 'Đã xem nhầm (1)' }))
        await page.keyboard.press('z')
        await sees(page.getByText('Đã hoàn tác: lại chờ báo.'))
        await page.getByLabel('Ghi chú').fill('Đã gọi cho bác sĩ')
        await page.getByRole('button', { name: 'Đã báo (1)' }).click()
        await sees(line.getByText('“Đã gọi cho bác sĩ”'))
        assert.deepEqual(await seriousFaults(page), [])
        assert.equal(await overhang(page), 0)

        await page.emulateMedia({ media: 'print' })
        assert.equal(await page.getByLabel('Danh sách').isVisible(), false)
        assert.equal(await line.isVisible(), true)
        await page.emulateMedia({ media: 'screen' })

        await page.reload()
        await sees(page.getByText('Không có lượt xem nhầm nào chờ báo.'))
        await page.getByLabel('Danh sách').selectOption('told')
        await sees(line.filter({ hasText: `BN${number}` }))
        const href = await page.getByRole('link', { name: 'Tải CSV' }).getAttribute('href')
        const csv = await (await fetch(mach.address(href!))).text()
        assert.ok(
          csv.includes(`99901 BN${number} | 99902 X${number}`) && csv.includes('Đã gọi cho bác sĩ'),
          csv,
        )
        await page.getByRole('button', { name: /EN|English/ }).click()
        await sees(page.getByRole('heading', { name: 'Who saw records while they were wrongly joined?' }))
      }),
  )
}
