import type { ConformanceReport, SandboxPlace } from './api.types.ts'
import { type Cell, ink, openPdf, soft } from './pdf-page.ts'

const red = '#b3161b'
const green = '#1c6331'

/** So many findings are printed; the JSON has them all. */
const mostFindings = 100

/** The report on paper, in Vietnamese. The same report gives the same bytes. */
export async function writeReportPdf(report: ConformanceReport): Promise<Buffer> {
  const title = `Báo cáo tự chứng nhận, cơ sở ${report.facilityCode}`
  const pdf = openPdf(title, new Date(report.madeAt ?? 0))
  pdf.paragraph('BÁO CÁO TỰ CHỨNG NHẬN KẾT NỐI', { size: 17, bold: true, after: 6 })
  pdf.paragraph(
    `Cơ sở ${report.facilityCode} · ${report.vendor} · ${report.software} ${report.softwareVersion}`,
    { size: 11, after: 6 },
  )
  pdf.paragraph(
    report.madeAt === null
      ? 'Chưa nhận bản tin nào.'
      : `Theo các bản tin nhận tới ${instant(report.madeAt)}; có giá trị tới ${instant(report.expiresAt!).slice(-10)} hoặc khi phiên bản kế hoạch đổi.`,
    { color: soft, after: 2 },
  )
  pdf.paragraph(`Phiên bản kế hoạch: ${report.profileVersion}`, { color: soft, after: 8 })
  const blocked = report.blockers.length
  pdf.paragraph(
    blocked === 0
      ? `Điểm ${report.score.total}/100: không còn điểm chặn, sẵn sàng vận hành`
      : `Điểm ${report.score.total}/100: còn ${blocked} điểm chặn vận hành`,
    { size: 13, bold: true, color: blocked === 0 ? green : red, after: 4 },
  )
  scorePart(pdf, report)
  blockerPart(pdf, report)
  situationPart(pdf, report)
  tablePart(pdf, report)
  findingPart(pdf, report)
  return pdf.end(`${title} · ${report.profileVersion.replaceAll('+', ' + ')}`)
}

type Pdf = ReturnType<typeof openPdf>

function scorePart(pdf: Pdf, report: ConformanceReport): void {
  pdf.paragraph(report.score.formula, { size: 8.5, color: soft })
  pdf.table(
    [
      { width: pdf.width - 180 },
      { width: 60, align: 'right' },
      { width: 60, align: 'right' },
      { width: 60, align: 'right' },
    ],
    ['Thành phần', 'Tỷ lệ', 'Trọng số', 'Điểm'],
    report.score.parts.map((part) => [
      { text: part.title },
      { text: `${number(part.share * 100, 1)} %` },
      { text: String(part.weight) },
      { text: number(part.points, 1) },
    ]),
  )
  const { files, messages, accepted, keys, soundKeys } = report
  pdf.paragraph(
    `${files} tệp, ${messages} bản tin, ${accepted} được nhận; ${keys} khóa khác nhau, ${soundKeys} khóa có bản tin cuối cùng được nhận.`,
  )
  if (report.realLooking > 0)
    pdf.paragraph(
      `Có ${report.realLooking} số định danh không theo mẫu giả (sáu số cuối 999xxx). Chỉ thử bằng dữ liệu giả.`,
      { color: red },
    )
}

function blockerPart(pdf: Pdf, { blockers }: ConformanceReport): void {
  pdf.heading('Điểm chặn vận hành')
  if (blockers.length === 0) pdf.paragraph('Không có.')
  for (const [n, { message }] of blockers.entries()) pdf.paragraph(`${n + 1}. ${message}`)
}

function situationPart(pdf: Pdf, { situations, plans }: ConformanceReport): void {
  pdf.heading('Tình huống')
  for (const plan of plans) {
    pdf.paragraph(`${plan.title}: ${plan.messages} bản tin được nhận, cần ít nhất ${plan.minimumMessages}`, {
      bold: true,
    })
    pdf.paragraph(`Căn cứ: ${plan.source}`, { size: 8, color: soft })
    pdf.table(
      [{ width: pdf.width - 240 }, { width: 120 }, { width: 120 }],
      ['Tình huống', 'Kết quả', 'Thấy đầu tiên ở'],
      situations
        .filter((s) => s.plan === plan.id)
        .map((s) => [
          { text: s.title },
          shown(s.records, s.required),
          { text: s.place ? placeText(s.place) : '' },
        ]),
    )
  }
}

const shown = (records: number, required: boolean): Cell =>
  records > 0
    ? { text: `Đã thể hiện (${records})`, color: green }
    : required
      ? { text: 'Chưa thể hiện', bold: true, color: red }
      : { text: 'Không bắt buộc', color: soft }

function tablePart(pdf: Pdf, { tables }: ConformanceReport): void {
  pdf.heading('Bảng và trường')
  pdf.table(
    [{ width: 62 }, { width: 130 }, { width: 42, align: 'right' }, { width: 52 }, { width: pdf.width - 286 }],
    ['Bảng', 'Tên', 'Dòng', 'Trường', 'Chưa thấy điền'],
    tables.map((t) => {
      const missing = t.fields.filter((f) => f.filled === 0).map((f) => f.field)
      const isBad = t.needed && missing.length > 0
      return [
        { text: t.table, bold: true },
        { text: t.needed ? t.title : `${t.title} (không bắt buộc)` },
        { text: String(t.rows) },
        { text: `${t.seen}/${t.fields.length}`, color: isBad ? red : ink, bold: isBad },
        { text: t.rows === 0 ? 'chưa có dòng nào' : missing.join(', '), color: isBad ? red : soft },
      ]
    }),
  )
}

const severity = { error: 'Lỗi', warning: 'Cảnh báo', info: 'Lưu ý' } as const

function findingPart(pdf: Pdf, { findings }: ConformanceReport): void {
  pdf.heading('Vấn đề và quy tắc')
  if (findings.length === 0) {
    pdf.paragraph('Không có.')
    return
  }
  pdf.table(
    [{ width: 126 }, { width: pdf.width - 256 }, { width: 40, align: 'right' }, { width: 90 }],
    ['Mã', 'Nội dung', 'Bản tin', 'Ví dụ ở'],
    findings.slice(0, mostFindings).map((f) => [
      {
        text: `${f.code}\n${severity[f.severity]}${f.blocksGoLive ? ', chặn' : ''}`,
        color: f.severity === 'error' ? red : ink,
      },
      { text: f.message },
      { text: String(f.records) },
      { text: placeText(f.place) },
    ]),
  )
  if (findings.length > mostFindings)
    pdf.paragraph(`Còn ${findings.length - mostFindings} mục nữa trong bản JSON.`, { color: soft })
}

/** "tệp 2, bản tin 5, XML3 dòng 4 NGAY_YL": where, never what. */
function placeText({ file, record, table, row, field }: SandboxPlace): string {
  const inside = [table, row && `dòng ${row}`, field].filter(Boolean).join(' ')
  return `tệp ${file}, bản tin ${record}${inside ? `, ${inside}` : ''}`
}

const number = (value: number, digits: number) => value.toFixed(digits).replace(/\.0+$/, '').replace('.', ',')

/** `08:00 21/11/2026`, the clock of Vietnam, whatever the server's zone and its own list of locales. */
function instant(iso: string): string {
  const [day, time] = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().split('T') as [string, string]
  return `${time.slice(0, 5)} ngày ${day.split('-').reverse().join('/')}`
}
