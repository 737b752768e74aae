import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { projectRoot } from '#foundation/project'
import {
  aServerWithTheDemonstration,
  focused,
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

let pages: readonly (readonly [name: string, path: string, stands: string])[] = []

const mach = aServerWithTheDemonstration(async ({ get, post }) => {
  const { items } = await get<Receipts>('/intake/receipts?limit=50')
  const received = (name: string) => items.find(({ fileName }) => fileName.startsWith(name))!.receiptId
  const batch = received('07')
  const { sandboxId } = await post<{ readonly sandboxId: string }>('/api/sandbox', {
    ...{ facilityCode: '99904', vendor: 'Nhà cung cấp Mẫu', software: 'HIS Mẫu', softwareVersion: '5.2' },
    plans: ['visit'],
  })
  await post(
    `/api/sandbox/${sandboxId}/files`,
    readFileSync(join(projectRoot(), 'fixtures/bhyt/07-deviant-batch.xml')),
  )
  await post('/api/gateway/accounts', {
    ...{ facility: '99901', username: '99901_BV', vendor: 'HIS mẫu A', expiresOn: null },
    ...{ addresses: [], channels: ['episode'], mayReadHistory: false },
  })
  const person = async (q: string, birth: string) => {
    const hits = await get<Hits>(`/api/persons?q=${encodeURIComponent(q)}`)
    return hits.items.find(({ birthDate }) => birthDate === birth)!.personId
  }
  const chronic = await person('nguyen bich huong', '1971-04-08')
  pages = [
    ['search', '/ho-so', '[data-page-search]'],
    ['hits', '/ho-so?q=le', '.hit'],
    ['nobody found', '/ho-so?q=khong+co+ai', '.state-view ul'],
    ['a record of years', `/ho-so/${chronic}`, '.trend'],
    ['a newborn’s record', `/ho-so/${await person('uoc luong', '2026-08-02')}`, '.newborn'],
    ['a record of one who died', `/ho-so/${await person('qua co', '1940-01-01')}`, '.is-deceased'],
    ['the review desk', '/ho-so/ra-soat', '.review-gate'],
    ['answers of the review', '/ho-so/ra-soat/da-tra-loi', '.review-gate'],
    ['figures of the review', '/ho-so/ra-soat/thong-ke', '.review-gate'],
    ['seen while wrongly joined', '/ho-so/ra-soat/da-xem-nham', '.review-gate'],
    ['nobody’s record', '/ho-so/01a20068-0000-8000-8000-000000000000', '.state-view'],
    ['desk', '/ket-noi', '.receipt-row'],
    ['problems', '/ket-noi/van-de', '.problem-group'],
    ['facilities', '/ket-noi/co-so', '.facility-row'],
    ['receipt', `/ket-noi/${batch}`, '.file-row'],
    ['marked XML', `/ket-noi/${batch}/1?table=XML1&row=1&field=NGAY_VAO`, '.mark-chosen'],
    ['an HL7 message', `/ket-noi/${received('01-outpatient-orders')}/3`, '.source-row, .table-tabs'],
    ['a HoSoBenhAn', `/ket-noi/${received('01-inpatient')}/1`, '.source-row, .table-tabs'],
    ['a Bundle', `/ket-noi/${received('02-document')}/1`, '.source-row, .table-tabs'],
    ['a line of a list', `/ket-noi/${received('01-danh-sach')}/1`, '.problem-item'],
    ['columns of a list', '/ket-noi/anh-xa-csv?facility=99905', '.csv-start'],
    ['gateway accounts', '/ket-noi/cong-giam-dinh', 'main .card'],
    ['gateway events', '/ket-noi/cong-giam-dinh/nhat-ky', 'main .card'],
    ['gateway relay', '/ket-noi/cong-giam-dinh/chuyen-tiep', 'h1'],
    ['quality', '/ket-noi/chat-luong', 'main table'],
    ['quality of a facility', '/ket-noi/chat-luong/99904', 'main table'],
    ['certification', '/ket-noi/chung-nhan', '.sandbox-form'],
    ['a sandbox', `/ket-noi/chung-nhan/${sandboxId}`, '.go-live'],
    ['catalogues', '/danh-muc', 'h2'],
    ['a catalogue', '/danh-muc/departments', '.entry-code-text, .entry-code'],
    ['import of a catalogue', '/danh-muc/departments/nhap', 'h2'],
    ['local codes', '/danh-muc/anh-xa?list=services', '.candidate-row'],
    ['former communes', '/danh-muc/xa-phuong-cu?q=ben+nghe', 'main .card, main li'],
    ['no such page', '/khong-co-trang-nay', 'h1'],
  ]
})

interface Receipts {
  readonly items: readonly { readonly receiptId: string; readonly fileName: string }[]
}
interface Hits {
  readonly items: readonly { readonly personId: string; readonly birthDate: string | null }[]
}

for (const [size, viewport] of [
  ['at a desk (1366)', wide],
  ['on a phone (390)', phone],
] as const) {
  test(
    `every page ${size} says that there is no sign-in, fits its width, and has no serious fault of access`,
    {
      skip,
    },
    () =>
      mach.story('/ho-so', viewport, async (page) => {
        const faults: string[] = []
        for (const [name, path, stands] of pages) {
          await page.goto(mach.address(path))
          await sees(page.locator(stands))
          await sees(page.getByText(/^Chưa có đăng nhập/))
          const tooWide = await overhang(page)
          if (tooWide > 0) faults.push(`${name}: ${tooWide} px too wide`)
          for (const fault of await seriousFaults(page)) faults.push(`${name}: ${fault}`)
        }
        assert.deepEqual(faults, [])
      }),
  )

  test(
    `the drawer of sources, the open visit, the table of a trend and the help ${size} have none either`,
    {
      skip,
    },
    () =>
      mach.story('/ho-so?q=001085999002', viewport, async (page) => {
        await page.getByTestId('person-hit').getByRole('link').click()
        await page.getByTestId('visit').getByRole('button').first().click()
        await page.getByRole('button', { name: /^Bảng số liệu Mạch/ }).click()
        await sees(page.getByRole('region', { name: 'Bảng số liệu Mạch' }).getByTestId('provenance'))
        assert.deepEqual(await seriousFaults(page), [])
        await page.getByTestId('provenance').first().click()
        await sees(page.getByRole('dialog'))
        assert.equal(await overhang(page), 0)
        assert.deepEqual(await seriousFaults(page), [])
        await page.keyboard.press('Escape')
        await sawGo(page.getByRole('dialog'))
        await page.locator('h1').focus()
        await page.keyboard.press('?')
        await sees(page.getByRole('dialog', { name: 'Phím tắt bàn phím' }))
        assert.deepEqual(await seriousFaults(page), [])
      }),
  )

  test(
    `with the keyboard alone ${size}: search, choose, open, ask for a source, and come back to where one was`,
    {
      skip,
    },
    () =>
      mach.story('/ket-noi', viewport, async (page) => {
        await sees(page.getByTestId('receipt'))
        await page.keyboard.press('g')
        await page.keyboard.press('h')
        const box = page.locator('[data-page-search]')
        await sees(box)
        await page.locator('h1').focus()
        await page.keyboard.press('/')
        await page.keyboard.type('le thi')
        await sees(page.getByTestId('person-hit'))
        await page.keyboard.press('Enter')
        await page.locator('.hit-link:focus').waitFor()
        const first = await focused(page)
        for (const [key, row] of [
          ['j', 1],
          ['ArrowDown', 2],
          ['ArrowUp', 1],
          ['k', 0],
        ] as const) {
          await page.keyboard.press(key)
          assert.equal(await focusedRow(page), row, key)
        }
        await page.keyboard.press('Enter')
        await sees(page.getByTestId('person-banner'))
        await hasFocus(page, page.locator('h1'))
        assert.equal(await focused(page), first)

        const source = page.getByTestId('provenance').first()
        const reached = source.and(page.locator(':focus'))
        for (let tabs = 0; tabs < 15 && (await reached.count()) === 0; tabs += 1)
          await page.keyboard.press('Tab')
        const asked = await focused(page)
        assert.match(asked, /^Nguồn: /)
        await page.keyboard.press('Enter')
        await sees(page.getByRole('dialog'))
        await page.keyboard.press('Escape')
        await sawGo(page.getByRole('dialog'))
        await hasFocus(page, source)
        assert.equal(await focused(page), asked)
      }),
  )
}

test(
  'the order of Tab is the order of the page: skip, brand, the three workspaces, language, help, then the content',
  {
    skip,
  },
  () =>
    mach.story('/ket-noi/van-de', wide, async (page) => {
      await sees(page.getByTestId('problem-group'))
      const met: string[] = []
      for (let tabs = 0; tabs < 15; tabs += 1) {
        await page.keyboard.press('Tab')
        met.push(await focused(page))
      }
      assert.deepEqual(met, [
        'Tới nội dung chính',
        'Mạch Điều phối dữ liệu y tế'.replace(' Đ', 'Đ'),
        'Hồ sơ',
        'Bàn kết nối',
        'Danh mục',
        'VI',
        'EN',
        'Phím tắt',
        'Biên nhận',
        'Vấn đề',
        'Cơ sở',
        'Ánh xạ CSV',
        'Cổng giám định',
        'Chất lượng',
        'Chứng nhận',
      ])
    }),
)

test(
  'in English the page says so to screen readers, speaks English on every page, and remembers',
  { skip },
  () =>
    mach.story('/ho-so', wide, async (page) => {
      assert.equal(await page.locator('html').getAttribute('lang'), 'vi')
      await page.getByRole('button', { name: 'EN' }).click()
      await sees(page.getByRole('heading', { name: 'Whose record?' }))
      assert.equal(await page.locator('html').getAttribute('lang'), 'en')
      await page.getByRole('link', { name: 'Connection desk' }).click()
      await sees(page.getByRole('link', { name: 'Receipts', exact: true }))
      await page.reload()
      await sees(page.getByRole('heading', { name: 'Is data arriving, clean and on time?' }))
      assert.match(await textOf(page.getByRole('note')), /^No sign-in yet/)
      await page.getByRole('button', { name: 'VI' }).click()
      await sees(page.getByRole('heading', { name: 'Dữ liệu có đang đến, sạch và đúng hẹn không?' }))
    }),
)

/** Which row of the page's list has the focus, from 0. */
const focusedRow = (page: Page) =>
  page.evaluate<number>('[...document.querySelectorAll("[data-row]")].indexOf(document.activeElement)')
