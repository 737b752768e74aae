/** docs/rules.md: every rule with its sentence, source and two examples, grouped by table; anchors are the ids. */

import { tableOf } from '#vocabulary/bhyt'
import { describeRules, type RuleDescription } from '#vocabulary/rules'
import { problem, problemCodes } from '../src/record/intake/bhyt-xml/index.ts'

const severities = { error: 'lỗi', warning: 'cảnh báo', info: 'ghi chú' } as const

export function rulesPage(): string {
  const all = describeRules([...problemCodes.keys()].map((code) => problem(code)))
  const groups = new Map<string, RuleDescription[]>()
  for (const rule of all) groups.set(groupOf(rule), [...(groups.get(groupOf(rule)) ?? []), rule])
  const lines = [
    '# Quy tắc kiểm tra',
    '',
    'Sinh tự động bởi `npm run generate` từ `src/vocabulary/rules/data` và bộ đọc `src/record/intake/bhyt-xml`. Không sửa tay.',
    '',
    `${all.length} quy tắc: ${counted(all)}. “Lỗi” nghĩa là cổng giám định sẽ từ chối hoặc thanh toán sai; hồ sơ vẫn được`,
    'giữ nguyên. Nguồn ghi “secondary” khi chưa đọc được văn bản gốc hoặc chỉ suy ra: khi đó quy tắc R- chỉ cảnh báo. “Chặn” là mã',
    'lỗi của hệ thống giám định BHXH. Mã quy tắc không đổi và không dùng lại; liên kết thẳng: `docs/rules.md#R-XML3-010`.',
    '',
    ...[...groups.keys()].map((name) => `- [${name}](#${anchorOf(name)}) (${groups.get(name)!.length})`),
  ]
  for (const [name, rules] of groups) {
    lines.push('', `<a id="${anchorOf(name)}"></a>`, '', `## ${name}`)
    for (const rule of rules) lines.push(...described(rule))
  }
  return `${lines.join('\n')}\n`
}

const counted = (all: readonly RuleDescription[]) =>
  (['error', 'warning', 'info'] as const)
    .map((severity) => `${all.filter((rule) => rule.severity === severity).length} ${severities[severity]}`)
    .join(', ')

function groupOf({ id, table }: RuleDescription): string {
  if (table === null) return 'Đọc tệp và cấu trúc'
  if (id.startsWith('R-VISIT')) return 'Giữa các bảng của một đợt'
  return `${table}: ${tableOf(table)?.title ?? table}`
}

const anchorOf = (name: string) =>
  `nhom-${name
    .split(':')[0]!
    .normalize('NFD')
    .replaceAll(/[^\w]+/g, '')
    .toLowerCase()}`

function described(rule: RuleDescription): string[] {
  const marks = [
    severities[rule.severity],
    rule.blocksGoLive ? 'chặn vận hành chính thức' : null,
    rule.gatewayStop ? `mã chặn ${rule.gatewayStop}` : null,
    rule.from ? `từ ${day(rule.from)}` : null,
    rule.until ? `đến ${day(rule.until)}` : null,
  ]
  const title = rule.title === rule.id ? `\`${rule.id}\`` : `\`${rule.id}\` ${rule.title}`
  return [
    '',
    `<a id="${rule.id}"></a>`,
    '',
    `### ${title}`,
    '',
    `${marks.filter((mark) => mark !== null).join(' · ')}. ${text(rule.sentence)}`,
    '',
    `- Nguồn: ${text(rule.source)}`,
    `- Đúng: ${text(rule.pass)}`,
    `- Sai: ${text(rule.fail)}`,
  ]
}

const day = (digits: string) => `${digits.slice(6, 8)}/${digits.slice(4, 6)}/${digits.slice(0, 4)}`
/** Angle brackets of an example are no mark-up of the page. */
const text = (said: string) => said.replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('\n', ' ')
