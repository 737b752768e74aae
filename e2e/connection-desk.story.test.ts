import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { projectRoot } from '#foundation/project'
import { aServerWithTheDemonstration, sawGo, sees, skip, textOf, wide } from './browser.ts'

const mach = aServerWithTheDemonstration()

/** The broken batch once more: other bytes, the same three records. */
const brokenFile = (name: string) => ({
  name,
  mimeType: 'application/xml',
  buffer: Buffer.concat([
    readFileSync(join(projectRoot(), 'fixtures/bhyt/07-deviant-batch.xml')),
    Buffer.from(`\n<!-- ${name} -->\n`),
  ]),
})

async function sendByChooser(page: Page, file: ReturnType<typeof brokenFile>) {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Chọn tệp' }).click()
  await (await chooser).setFiles(file)
}

const receipt = (page: Page, fileName: string) => page.getByTestId('receipt').filter({ hasText: fileName })

test('the broken batch stands set aside, with reasons that name table, row and field', { skip }, () =>
  mach.story('/ket-noi?status=set-aside', wide, async (page) => {
    const row = receipt(page, '07-deviant-batch.xml')
    assert.match(await textOf(row), /3 để riêng/)
    await row.getByRole('link').click()
    const records = page.getByTestId('receipt-file')
    await sees(records)
    assert.equal(await records.count(), 3)
    for (const record of await records.all()) assert.match(await textOf(record), /Để riêng chờ xử lý.*Lỗi/)
    await records.first().getByRole('link').click()
    const problem = page.getByTestId('file-problem')
    assert.match(
      await textOf(problem),
      /NGAY_VAO .*không đúng dạng ngày.*Bảng 1 – tổng hợp lượt khám \(XML1\), dòng 1, trường NGAY_VAO/,
    )
    assert.equal(await textOf(page.getByTestId('marked-field')), '15/08/2026 08:30')
    await problem.filter({ hasText: 'trường T_BHTT' }).first().click()
    assert.match(await textOf(page.getByTestId('marked-row')), /<T_BHTT>/)
  }),
)

test(
  'a file sent by hand appears in the list by itself, opens at the offending field, and can be replayed; sent again it is not kept twice',
  {
    skip,
  },
  () =>
    mach.story('/ket-noi', wide, async (page) => {
      const file = brokenFile('gui-bang-tay.xml')
      await sees(receipt(page, '01-outpatient'))
      await sendByChooser(page, file)
      assert.match(await textOf(page.getByTestId('upload-answer')), /cả 3 hồ sơ đều để riêng/)
      await sees(receipt(page, file.name))
      await receipt(page, file.name).getByRole('link').click()
      await sees(page.getByRole('heading', { name: `Biên nhận: ${file.name}` }))

      await page.getByTestId('receipt-file').first().getByRole('link').click()
      assert.equal(await textOf(page.getByTestId('marked-field')), '15/08/2026 08:30')
      await page.getByRole('button', { name: 'Xử lý lại hồ sơ này' }).click()
      assert.match(await textOf(page.getByTestId('replay-outcome')), /Vẫn để riêng/)

      await page.getByRole('link', { name: 'Bàn kết nối' }).click()
      await sees(receipt(page, file.name))
      await sendByChooser(page, file)
      assert.match(
        await textOf(page.getByTestId('upload-answer')),
        /Tệp này đã nhận từ \d\d\/\d\d\/\d{4} \d\d:\d\d; không lưu lần hai/,
      )
      assert.equal(await receipt(page, file.name).count(), 1)
    }),
)

test('a file of another kind is turned away with a reason before anything is sent', { skip }, () =>
  mach.story('/ket-noi', wide, async (page) => {
    await sendByChooser(page, { name: 'anh.png', mimeType: 'image/png', buffer: Buffer.from('x') })
    assert.match(await textOf(page.getByTestId('upload-answer')), /Không gửi anh\.png: chỉ nhận tệp \.xml/)
  }),
)

test(
  'a day’s column opens the receipts of that facility and day, and the day is cleared with one press',
  {
    skip,
  },
  () =>
    mach.story('/ket-noi', wide, async (page) => {
      const facility = page.locator('.volume').filter({ hasText: 'Bệnh viện đa khoa Mẫu 2' })
      const bar = facility.getByRole('link', { name: /^\d\d\/\d\d: 28 đã vào hồ sơ, 0 để riêng$/ })
      await bar.focus()
      await page.keyboard.press('Enter')
      const chip = page.getByTestId('filter-chip')
      assert.match(await textOf(chip), /^Nhận ngày \d\d\/\d\d\/\d{4}/)
      assert.match(page.url(), /facility=99902&day=\d{4}-\d\d-\d\d$/)
      await sawGo(receipt(page, '01-outpatient'))
      await sees(receipt(page, '02-inpatient'))
      assert.equal(await page.getByTestId('receipt').count(), 4)
      await chip.click()
      await sawGo(chip)
      assert.match(page.url(), /facility=99902$/)
    }),
)

test(
  'what to fix first: errors stand above warnings, and an example opens at its marked place',
  { skip },
  () =>
    mach.story('/ket-noi/van-de', wide, async (page) => {
      const groups = page.getByTestId('problem-group')
      await sees(groups)
      const texts = await groups.allInnerTexts()
      const kinds = texts.map((text) => /Lỗi|Cảnh báo|Lưu ý/.exec(text)?.[0])
      assert.deepEqual(
        kinds,
        [...kinds].sort((one, other) => order(one) - order(other)),
      )
      await groups.filter({ hasText: 'BHYT_MONEY_FORMAT' }).getByRole('link', { name: 'Mở ví dụ' }).click()
      assert.match(await textOf(page.getByTestId('marked-row')), /<T_BHTT>/)
    }),
)

const order = (kind: string | undefined) => ['Lỗi', 'Cảnh báo', 'Lưu ý'].indexOf(kind ?? '')

test('a facility’s new name is on the desk at once, and can be undone', { skip }, () =>
  mach.story('/ket-noi/co-so', wide, async (page) => {
    const row = page.getByTestId('facility').filter({ hasText: '99905' })
    const name = row.getByLabel('Tên cơ sở')
    const before = await name.inputValue()
    await name.fill('Trạm y tế Mẫu 5 (đổi tên)')
    await row.getByRole('button', { name: 'Lưu' }).click()
    await sees(row.getByText('Đã lưu 99905.'))
    await row.getByRole('button', { name: 'Hoàn tác' }).click()
    await sees(page.locator(`input[value="${before}"]`))
  }),
)

test(
  'the desk without a network says that what stands there may be old, and comes back by itself or by the button',
  {
    skip,
  },
  () =>
    mach.story('/ket-noi', wide, async (page) => {
      await sees(page.getByTestId('receipt'))
      await page.context().setOffline(true)
      await sees(page.getByText('Mất liên lạc với máy chủ. Những gì đang hiện có thể đã cũ.'))
      await sees(page.getByTestId('receipt'))
      await page.context().setOffline(false)
      const retry = page.getByTestId('unreachable').getByRole('button', { name: 'Thử lại' })
      // The list asks every two seconds, so the notice may be gone before it can be pressed.
      await retry.click({ timeout: 1_500 }).catch(() => {})
      await sawGo(page.getByTestId('unreachable'))
    }),
)
