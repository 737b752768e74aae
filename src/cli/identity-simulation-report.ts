import type { ExplainedChange, SimulatedVersion } from '#record/identity/tuning'
import { changeText, numbersOf, recordText, signed, verdictText } from './identity-changes.ts'
import { count } from './output.ts'

type Field = ExplainedChange['fields'][number]

/** The report for people, as one page to read and print. Everything a sender wrote is escaped. */
export function* simulationReport(simulated: SimulatedVersion, now: Date): Generator<string> {
  const { inForce, proposed, records, examples } = simulated
  const numbers = { inForce: inForce.number, proposed: proposed.number }
  const title = `Mô phỏng quy tắc đối sánh: phiên bản ${proposed.number} thay cho ${inForce.number}`
  yield `<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body>\n`
  yield `<h1>${title}</h1>\n<p>Lập lúc ${now.toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' })}, thử trên ${count(records)} hồ sơ. Phiên bản ${proposed.number}: <code>${proposed.version}</code>; đang có hiệu lực: <code>${inForce.version}</code>. Chưa có gì thay đổi.</p>\n`
  yield tableOf(numbersOf(simulated).map((row) => row.map(escaped)))
  yield `<p>Chữ số được che như ở bàn rà soát. Số đứng trước mỗi dòng là bit ủng hộ (+) hoặc chống (−); thêm 1 bit là gấp đôi khả năng.</p>\n`
  for (const kind of ['join', 'split', 'move'] as const) {
    const some = examples.filter((each) => each.kind === kind)
    if (some.length === 0) continue
    yield `<h2>${changeText[kind]}: ${count(some.length)} ví dụ, đáng ngại nhất trước</h2>\n`
    for (const [at, example] of some.entries()) yield exampleOf(example, at + 1, numbers)
  }
  yield '</body></html>\n'
}

function exampleOf(
  { pair, before, after, fields, inForce, proposed }: ExplainedChange,
  at: number,
  numbers: { readonly inForce: number; readonly proposed: number },
): string {
  const groups = (list: ExplainedChange['before']) =>
    list.map((group) => escaped(group.map(recordText).join(', '))).join('<br>')
  const lines = proposed.lines.map(({ bits, sentence }) => [signed(bits), escaped(sentence)])
  return `<section><h3>${at}. ${escaped(pair.map(recordText).join(' và '))}</h3>
${tableOf([
  ['<b>Hiện nay</b>', groups(before)],
  ['<b>Sau khi áp dụng</b>', groups(after)],
])}${tableOf(fields.map((field) => [fieldText[field.field], sideOf(field.left), sideOf(field.right)]))}${tableOf(
  [
    ...lines,
    [signed(proposed.weight), `tổng cộng, ${verdictText(proposed, numbers.proposed)}`],
    [signed(inForce.weight), `tổng cộng, ${verdictText(inForce, numbers.inForce)}`],
  ],
)}${proposed.guards.map((guard) => `<p>Chốt an toàn: ${escaped(guard)}</p>`).join('')}</section>\n`
}

const sideOf = (side: Field['left']): string =>
  side
    .map(({ parts }) =>
      parts.map(({ text, differs }) => (differs ? `<mark>${escaped(text)}</mark>` : escaped(text))).join(''),
    )
    .join('<br>')

const tableOf = (rows: readonly (readonly string[])[]): string =>
  `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>\n`

const letters: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => letters[letter]!)

const fieldText: Readonly<Record<Field['field'], string>> = {
  name: 'Họ tên',
  birth: 'Ngày sinh',
  sex: 'Giới tính',
  'citizen-id': 'Số định danh',
  cmnd: 'CMND 9 số',
  bhxh: 'Mã BHXH',
  passport: 'Hộ chiếu',
  'birth-certificate': 'Giấy chứng sinh',
  phone: 'Điện thoại',
  address: 'Nơi ở',
  mother: 'Mẹ',
  'mother-number': 'Số định danh của mẹ',
  father: 'Cha',
  'birth-order': 'Thứ tự trong lần sinh',
}

const style = `body{font:11pt/1.4 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;margin:.4em 0}
td{border:1px solid #bbb;padding:.15em .6em;vertical-align:top}section{break-inside:avoid;margin:1.2em 0;border-top:2px solid #444}
mark{background:#ffe08a}@media print{body{max-width:none;margin:0}}`
