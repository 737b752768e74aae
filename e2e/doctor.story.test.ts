import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { aServerWithTheDemonstration, becomesTrue, sawGo, sees, skip, textOf, wide } from './browser.ts'

const mach = aServerWithTheDemonstration()

/** Finds somebody by typing and opens the one hit with this birth date. */
async function openPerson(page: Page, typed: string, birth: string) {
  await page.locator('[data-page-search]').fill(typed)
  const born = page.locator('.hit-birth').filter({ hasText: birth })
  const hit = page.getByTestId('person-hit').filter({ has: born })
  await hit.getByRole('link').click()
  await sees(page.getByTestId('person-banner'))
}

const banner = (page: Page) => textOf(page.getByTestId('person-banner'))
const part = (page: Page, name: string) => page.getByRole('region', { name })

test(
  'a doctor finds a person by name without tone marks, reads the record, asks where a value came from, and sees the very field in the vendor’s XML',
  {
    skip,
  },
  () =>
    mach.story('/', wide, async (page) => {
      await openPerson(page, 'tran van kiem thu', '02/11/1985')
      assert.match(await banner(page), /TRẦN VĂN KIỂM THỬ 02\/11\/1985 .* Nam .* Nhóm máu O\+/)
      await sees(page.getByText('K35.8 - Viêm ruột thừa cấp đã mổ nội soi & hậu phẫu ổn'))

      const values = part(page, 'Chỉ số mới nhất')
      await values.getByRole('button', { name: /Xem tất cả/ }).click()
      const row = values.getByRole('listitem').filter({ hasText: 'Tỷ lệ % bạch cầu trung tính' })
      const shown = await textOf(row.locator('strong'))
      assert.equal(shown, '86,2 %')

      await row.getByRole('button', { name: /^Nguồn: Bệnh viện đa khoa Mẫu 2/ }).click()
      const drawer = page.getByRole('dialog', { name: 'Thông tin này từ đâu?' })
      await sees(drawer)
      const told = await textOf(drawer)
      assert.match(told, /Bệnh viện đa khoa Mẫu 2 \(99902\)/)
      assert.match(told, /HIS mẫu B \(\.NET\)/)
      assert.match(told, /02-inpatient-surgery-dotnet-bom-cdata\.xml/)
      assert.match(told, /số 1 trong biên nhận/)
      assert.match(told, /Bảng 4 – cận lâm sàng \(XML4\), dòng 2/)

      await drawer.getByRole('link', { name: 'Xem XML gốc' }).click()
      const mark = page.getByTestId('marked-field')
      await sees(mark)
      assert.equal(`${await textOf(mark)} %`, shown)
      assert.match(await textOf(page.getByTestId('marked-row')), /<GIA_TRI>86,2<\/GIA_TRI>/)
      assert.match(await textOf(page.getByTestId('mark-note')), /trường GIA_TRI, Bảng 4 .* dòng 2/)

      await page.goBack()
      await sees(page.getByTestId('person-banner'))
    }),
)

test(
  'a medicine leads to its name in the table of medicines, and a blood pressure to the note it was written in',
  {
    skip,
  },
  () =>
    mach.story('/ho-so?q=001085999002', wide, async (page) => {
      await page.getByTestId('person-hit').getByRole('link').click()
      const facts = [
        [/– Ceftriaxon 1g \(mẫu\)$/, /Bảng 2 – thuốc \(XML2\), dòng 1/, /^Ceftriaxon 1g \(mẫu\)$/],
        [/– Huyết áp tâm thu$/, /Bảng 5 – diễn biến lâm sàng \(XML5\), dòng 2/, /120\/70/],
      ] as const
      for (const [name, place, marked] of facts) {
        await page.getByRole('button', { name }).first().click()
        assert.match(await textOf(page.getByTestId('provenance-place')), place)
        await page.getByTestId('provenance-xml').click()
        assert.match(await textOf(page.getByTestId('marked-field')), marked)
        await page.goBack()
        await sees(page.getByTestId('person-banner'))
      }
    }),
)

test('all nine sample files are people on screen', { skip }, () =>
  mach.story('/', wide, async (page) => {
    const people = [
      ['nguyen thi thu', '15/03/1990', /Nữ/, '01 and 05'],
      ['tran van kiem thu', '02/11/1985', /Nam/, '02'],
      ['le thi uoc luong', '21/06/1995', /31 tuổi|3\d tuổi/, '03, the mother'],
      ['le thi uoc luong', '02/08/2026', /Trẻ sơ sinh – có thể đang mang tên mẹ/, '03, her child'],
      ['hoang van di chuyen', '1960', /Nam/, '04'],
      ['do thi luu tru', '1957', /Đỗ Thị Lưu Trữ/, '06'],
      ['vu thi qua co', '01/01/1940', /Đã mất ngày 03\/08\/2026/, '08'],
      ['nguyen van lai', '21/05/1990', /Nam/, '09'],
    ] as const
    for (const [name, birth, says, sample] of people) {
      await openPerson(page, name, birth)
      assert.match(await banner(page), says, `sample ${sample}`)
      await page.getByRole('link', { name: 'Tìm người khác' }).click()
    }
  }),
)

test(
  'a mother’s record carries no newborn’s sign, and her child’s says so in the list already',
  { skip },
  () =>
    mach.story('/ho-so?q=uoc+luong', wide, async (page) => {
      const hits = page.getByTestId('person-hit')
      await sees(hits)
      assert.equal(await hits.count(), 2)
      await sees(hits.filter({ hasText: 'Nam' }).getByTestId('newborn'))
      assert.equal(await hits.filter({ hasText: '21/06/1995' }).getByTestId('newborn').count(), 0)
    }),
)

test('a check-in that came after the visit’s own record takes nothing away from it', { skip }, () =>
  mach.story('/ho-so?q=079190999001', wide, async (page) => {
    await page.getByTestId('person-hit').getByRole('link').click()
    const visits = page.getByTestId('visit')
    await sees(visits)
    // One as BHYT XML, one as a Bundle, one as HoSoBenhAn: the check-in is none of its own.
    assert.equal(await visits.count(), 3)
    const visit = visits.filter({ hasText: 'Viêm phế quản cấp' })
    assert.doesNotMatch(await textOf(visit), /đang điều trị/)
    await visit.getByRole('button').first().click()
    for (const list of ['Thuốc', 'Kết quả cận lâm sàng', 'Tiếp theo']) {
      await sees(visit.getByRole('region', { name: list, exact: true }).getByRole('listitem'))
    }
  }),
)

test('a person who died is shown as deceased before anything else is read', { skip }, () =>
  mach.story('/ho-so?q=vu+thi+qua+co', wide, async (page) => {
    const hit = page.getByTestId('person-hit')
    await sees(hit.getByText('Đã mất', { exact: true }))
    await hit.getByRole('link').click()
    assert.match(await banner(page), /mất lúc 86 tuổi.*Đã mất ngày 03\/08\/2026/)
    await page.getByTestId('document').getByRole('button').first().click()
    await sees(page.getByTestId('document').getByRole('heading'))
  }),
)

test(
  'Enter typed right after a name goes to that person, not to a row of the question before',
  { skip },
  () =>
    mach.story('/ho-so?q=le', wide, async (page) => {
      await sees(page.getByTestId('person-hit'))
      await page.locator('[data-page-search]').fill('vu thi qua co')
      await page.keyboard.press('Enter')
      await page.locator('[data-row]:focus').waitFor()
      assert.equal(await textOf(page.locator('[data-row]:focus')), 'VŨ THỊ QUÁ CỐ')
    }),
)

test('while the network is away the record stays readable, says so calmly, and a retry works', { skip }, () =>
  mach.story('/ho-so?q=001085999002', wide, async (page) => {
    const hit = page.getByTestId('person-hit').getByRole('link')
    await sees(hit)
    await page.waitForLoadState('networkidle')
    await pagesAreFetched(page)
    await page.context().setOffline(true)
    await hit.click()
    await sees(
      page.getByText('Không liên lạc được với máy chủ. Kiểm tra máy chủ Mạch đang chạy rồi thử lại.'),
    )
    await sees(page.getByTestId('unreachable'))
    await page.context().setOffline(false)
    await page.getByRole('alert').getByRole('button', { name: 'Thử lại' }).click()
    await sees(page.getByTestId('person-banner'))
    await sawGo(page.getByTestId('unreachable'))
  }),
)

test('a server that answers with an error is a sentence and a code, not an empty page', { skip }, () =>
  mach.story('/ho-so', wide, async (page) => {
    const answer = { code: 'STORE_BUSY', message: 'Kho đang bận. Hãy thử lại sau ít phút.' }
    await page.route('**/api/persons?**', (route) => route.fulfill({ status: 503, json: answer }))
    await page.locator('[data-page-search]').fill('kiem thu')
    await sees(page.getByText(answer.message))
    await sees(page.getByText('Mã: STORE_BUSY'))
    await page.unroute('**/api/persons?**')
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await sees(page.getByTestId('person-hit'))
  }),
)

test('an address of nobody says that there is no such record and leads back to the search', { skip }, () =>
  mach.story('/ho-so/01a20068-0000-8000-8000-000000000000', wide, async (page) => {
    await sees(page.getByText(/Không có hồ sơ này\. Có thể hai hồ sơ đã được gộp hoặc tách/))
    await page.getByRole('link', { name: 'Tìm người khác' }).click()
    await sees(page.locator('[data-page-search]'))
  }),
)

/** The other pages' code comes a moment after the first page. */
const pagesAreFetched = (page: Page) =>
  becomesTrue(
    page,
    'performance.getEntriesByType("resource").some(({ name }) => name.includes("RecordPage"))',
  )
