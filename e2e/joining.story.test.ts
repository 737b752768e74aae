/** How a facility joins: its software is tried, its codes and columns are mapped, and what it sends is watched. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { projectRoot } from '#foundation/project'
import { aServerWithTheDemonstration, becomes, hasFocus, sees, skip, textOf, wide } from './browser.ts'

const mach = aServerWithTheDemonstration()

const fixture = (path: string) => readFileSync(join(projectRoot(), 'fixtures', path))

async function choose(page: Page, button: string, name: string, buffer: Buffer) {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
}

test(
  'a vendor opens a sandbox, sends a file with errors, reads what is wrong, mends it, and the department lets it go live',
  { skip },
  () =>
    mach.story('/ket-noi/chung-nhan', wide, async (page) => {
      await page.getByLabel('Mã cơ sở').fill('99903')
      await page.getByLabel('Nhà cung cấp').fill('Nhà cung cấp Mẫu')
      await page.getByLabel('Phần mềm', { exact: true }).fill('HIS Mẫu')
      await page.getByLabel('Phiên bản').fill('5.2')
      await page.getByRole('button', { name: 'Mở môi trường thử' }).click()
      await sees(page.getByRole('heading', { name: '99903 · HIS Mẫu 5.2' }))

      const birth = fixture('bhyt/03-birth-twins-inline-nfd.xml').toString('utf8')
      const wrong = birth.replaceAll(/<NGAY_VAO>\d+/g, '<NGAY_VAO>02/08/2026 07:10')
      await choose(page, 'Chọn tệp', 'hong.xml', Buffer.from(wrong))
      const answer = page.getByTestId('sandbox-answer')
      assert.match(
        await textOf(answer),
        /hong\.xml: 0 trên 2 bản tin được nhận.*NGAY_VAO.*không đúng dạng ngày/,
      )
      await choose(page, 'Chọn tệp', 'da-sua.xml', Buffer.from(birth))
      await sees(answer.filter({ hasText: 'da-sua.xml: 2 trên 2 bản tin được nhận' }))

      // Two messages do not show everything: the department says why that is enough.
      const goLive = page.getByRole('button', { name: 'Cho vận hành' })
      await page.getByLabel('Người quyết định').fill('Phòng Nghiệp vụ Y')
      await page.getByLabel('Lý do', { exact: true }).fill('Đã thử, nhận đúng')
      assert.equal(await goLive.getAttribute('aria-disabled'), 'true')
      await page.getByLabel(/^Ngoại lệ/).fill('Cơ sở chỉ có khoa sản, gửi trước hai tháng')
      await goLive.click()
      await sees(page.getByText('Đang thử → Vận hành'))
      const certified = await (await fetch(mach.address('/api/certified'))).text()
      assert.match(certified, /99903.*HIS Mẫu/s)
    }),
)

const orderMessage = (n: number) =>
  [
    `MSH|^~\\&|HIS-MAU-A|99904|MACH|SYT|202609040800${10 + n}+0700||ORM^O01^ORM_O01|E${n}|P|2.5.1|||||||UNICODE UTF-8`,
    'PID|1||BN904001^^^99904^MR||VÕ^VĂN DÒNG||19700512|M',
    'PV1|1|O|KKB^^^99904||||||||||||||||904-2026-0031',
    `ORC|NW|904-CD-1${n}`,
    `OBR|1|904-CD-1${n}||DT-12^Điện tim thường^99904|||20260904080000+0700`,
    '',
  ].join('\r')

test(
  'the clerk maps a vendor’s own code with one key, and the next order carries the shared code beside it',
  { skip },
  () =>
    mach.story('/danh-muc/anh-xa?list=services', wide, async (page) => {
      const line = page.getByTestId('local-code').filter({ hasText: 'DT-12' })
      await line.focus()
      const pane = page.getByTestId('candidates')
      await sees(pane.getByRole('heading', { name: 'Điện tim thường' }))
      assert.match(await textOf(page.getByTestId('candidate')), /^1 02\.0085\.1778 Điện tim thường/)
      await page.keyboard.press('1')
      await sees(line.getByText('02.0085.1778'))
      await hasFocus(page, page.getByTestId('local-code').filter({ hasNotText: 'DT-12' }))

      // The road asks for new decisions every five seconds.
      const shared = async () => {
        const found = await fetch(mach.address('/fhir/R4/ServiceRequest?code=02.0085.1778'))
        return ((await found.json()) as { total: number }).total
      }
      for (let n = 0; n < 45 && (await shared()) === 0; n += 1) {
        await fetch(mach.address('/intake/files'), { method: 'POST', body: orderMessage(n) })
        await page.waitForTimeout(1_000)
      }
      assert.ok((await shared()) > 0)
    }),
)

test(
  'a line list that waits without a mapping is mapped on the screen, runs again, and its people have records',
  { skip },
  () =>
    mach.story('/ket-noi/van-de', wide, async (page) => {
      const waiting = page.getByTestId('problem-group').filter({ hasText: 'CSV_MAPPING_MISSING' })
      await waiting.getByRole('link', { name: 'Chọn cột' }).click()
      await sees(page.locator('input[value="99905"]'))
      await choose(page, 'Chọn tệp CSV', '01-danh-sach-kham.csv', fixture('csv/01-danh-sach-kham.csv'))
      const preview = page.getByTestId('csv-preview-count')
      await sees(preview.filter({ hasText: '3 trên 3' }))
      await page.getByRole('button', { name: 'Lưu ánh xạ' }).click()
      await sees(page.getByText('Đã lưu phiên bản 1.'))
      await page.getByRole('button', { name: 'Chạy lại các dòng đang chờ ánh xạ' }).click()
      assert.match(await textOf(page.getByTestId('replay-outcome')), /Đã thử 3 hồ sơ: 3 đi tiếp/)
      const found = page.getByTestId('person-hit')
      await becomes(async () => {
        await page.goto(mach.address('/ho-so?q=079185999041'))
        await sees(page.locator('.hit, .state-view ul'))
        return (await found.count()) > 0
      }, 'a record of the person on the list')
      assert.match(await textOf(found), /Đặng Thị Bảng/i)
    }),
)

test('the quality board leads to one facility, and goes out as a table', { skip }, () =>
  mach.story('/ket-noi/chat-luong', wide, async (page) => {
    await page.getByRole('link', { name: 'Trung tâm y tế khu vực Mẫu 4' }).click()
    await sees(page.getByRole('heading', { name: 'Trung tâm y tế khu vực Mẫu 4' }))
    assert.match(await textOf(page.locator('main')), /Nguyên nhân hay gặp.*BHYT_DATE_FORMAT/)
    await page.goBack()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Tải CSV' }).click()
    const table = readFileSync(await (await download).path(), 'utf8')
    assert.match(table, /99904/)
    assert.ok(table.split('\n').length > 6)
  }),
)

test('replaying is narrowed to a facility and a time, and a rule says where it comes from', { skip }, () =>
  mach.story('/ket-noi/van-de', wide, async (page) => {
    await page.getByLabel('Nhận từ lúc').fill('2020-01-01T08:00')
    const end = page.getByLabel('đến trước')
    await end.fill('2020-01-01T07:00')
    await sees(page.getByText('Lúc kết thúc phải sau lúc bắt đầu.'))
    await end.fill('2020-01-01T09:00')
    await page.getByRole('button', { name: 'Xử lý lại phần đã chọn' }).click()
    assert.match(await textOf(page.getByTestId('replay-outcome')), /^Không có hồ sơ để riêng nào/)

    const group = page.getByTestId('problem-group').filter({ hasText: 'R-XML1-050' })
    await group.getByText('Quy tắc này từ đâu?').click()
    assert.match(await textOf(group.locator('dl')), /Quy tắc .*Nguồn .*Đúng .*Sai /)
  }),
)
