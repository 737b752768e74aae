import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import { projectRoot } from '#foundation/project'

/** A4 in points, and what stands around the text. */
const margin = 48
const width = 595.28 - 2 * margin
const bottom = 841.89 - margin - 18

export const ink = '#16211f'
export const soft = '#4a5856'
const line = '#d5dddc'

let fonts: { readonly regular: Buffer; readonly bold: Buffer } | undefined

/** Be Vietnam Pro (OFL): drawn for Vietnamese, every letter with its two marks. Embedded as a subset. */
function theFonts() {
  const read = (name: string) => readFileSync(join(projectRoot(), 'src/doors/sandbox/fonts', name))
  fonts ??= { regular: read('BeVietnamPro-Regular.ttf'), bold: read('BeVietnamPro-SemiBold.ttf') }
  return fonts
}

export interface Column {
  readonly width: number
  readonly align?: 'left' | 'right'
}
export interface Cell {
  readonly text: string
  readonly bold?: boolean
  readonly color?: string
}

/** A sheet that is written from top to bottom: headings, paragraphs, tables whose heads come again on the next page. */
export function openPdf(title: string, at: Date) {
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    lang: 'vi',
    displayTitle: true,
    // The instant of the evidence, not of the printing: the same report is the same file.
    info: { Title: title, Author: 'Mạch', CreationDate: at, ModDate: at },
  })
  const { regular, bold } = theFonts()
  doc.registerFont('regular', regular).registerFont('bold', bold)
  const pieces: Buffer[] = []
  doc.on('data', (piece: Buffer) => pieces.push(piece))
  const use = (size: number, isBold = false, color = ink) =>
    doc
      .font(isBold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(color)
  let y = margin

  const room = (height: number) => {
    if (y + height <= bottom) return false
    doc.addPage()
    y = margin
    return true
  }

  function paragraph(
    text: string,
    options: { size?: number; bold?: boolean; color?: string; after?: number } = {},
  ) {
    const size = options.size ?? 9.5
    use(size, options.bold, options.color)
    const height = doc.heightOfString(text, { width, lineGap: 2 })
    room(Math.min(height, bottom - margin))
    use(size, options.bold, options.color)
    doc.text(text, margin, y, { width, lineGap: 2 })
    y = doc.y + (options.after ?? 4)
  }

  function heading(text: string) {
    room(60)
    y += 10
    paragraph(text, { size: 12.5, bold: true, after: 4 })
  }

  function row(columns: readonly Column[], cells: readonly Cell[], size: number, redraw?: () => void) {
    let height = 0
    for (const [n, cell] of cells.entries()) {
      use(size, cell.bold)
      height = Math.max(
        height,
        doc.heightOfString(cell.text || ' ', { width: columns[n]!.width - 8, lineGap: 1 }),
      )
    }
    if (room(height + 6)) redraw?.()
    let x = margin
    for (const [n, cell] of cells.entries()) {
      const column = columns[n]!
      use(size, cell.bold, cell.color)
      doc.text(cell.text, x + 4, y + 3, {
        width: column.width - 8,
        align: column.align ?? 'left',
        lineGap: 1,
      })
      x += column.width
    }
    y += height + 6
    doc
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .lineWidth(0.5)
      .strokeColor(line)
      .stroke()
  }

  function table(columns: readonly Column[], heads: readonly string[], rows: readonly (readonly Cell[])[]) {
    const head = () =>
      row(
        columns,
        heads.map((text) => ({ text, bold: true, color: soft })),
        8,
      )
    room(50)
    head()
    for (const cells of rows) row(columns, cells, 8.5, head)
    y += 6
  }

  /** Page numbers are written last, when it is known how many there are. */
  function end(footer: string): Promise<Buffer> {
    const pages = doc.bufferedPageRange().count
    for (let page = 0; page < pages; page++) {
      doc.switchToPage(page)
      // Below the margin, where pdfkit would otherwise begin a page of its own.
      doc.page.margins.bottom = 0
      use(7.5, false, soft)
      doc.text(footer, margin, 806, { width: width - 80, lineBreak: false })
      doc.text(`Trang ${page + 1}/${pages}`, margin, 806, { width, align: 'right', lineBreak: false })
    }
    return new Promise((resolve) => {
      doc.on('end', () => resolve(Buffer.concat(pieces)))
      doc.end()
    })
  }

  return { paragraph, heading, table, end, width }
}
