import type { HistoryLine } from '#record/identity/links'
import { bad, doubtful, faint, type Output, strong, table } from './output.ts'
import { withPlatform } from './with-platform.ts'

/** When a person's records came and went, by whom and why. */
export const identityHistoryCommand = (
  output: Output,
  query: string,
  { limit }: { readonly limit: number },
) =>
  withPlatform(output, async ({ index }) => {
    const known = await index.reader.read(query)
    const found = known ? [known] : await index.reader.find(query, 10)
    const [person, ...others] = found
    if (!person) {
      output.json({ items: [] })
      output.complain(bad('Không tìm thấy ai. Thử số định danh, thẻ BHYT, họ tên, hoặc mã người.'))
      return 1
    }
    if (others.length > 0) {
      output.json({ items: found.map(({ personId }) => personId) })
      output.complain(doubtful('Có nhiều người; chọn một mã người:'))
      output.say(
        table(found.map(({ personId, fullName, birthDate }) => [personId, fullName, birthDate ?? ''])),
      )
      return 1
    }
    const lines = await index.reader.history(person.personId, limit)
    output.json({ personId: person.personId, lines })
    output.say(`${strong(person.fullName)}  ${faint(person.personId)}`)
    output.say(
      table(
        lines.map((line) => [
          line.at.toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' }),
          kinds[line.kind] ?? line.kind,
          movesOf(line),
          line.by === 'rule' ? faint('quy tắc') : line.by,
          line.why,
        ]),
      ),
    )
    return 0
  })

const kinds: Readonly<Record<string, string>> = {
  link: 'hồ sơ đến',
  merge: 'gộp',
  split: 'tách',
  unlink: 'gỡ một hồ sơ',
  veto: 'giữ tách',
  decision: 'quyết định',
  revoke: 'rút quyết định',
  'model-change': 'đổi phiên bản',
  undo: 'hoàn tác',
}

/** Natural keys hold a separator that no terminal shows. */
const movesOf = ({ came, went }: HistoryLine): string =>
  [...came.map((key) => `+ ${shown(key)}`), ...went.map((key) => `− ${shown(key)}`)].join(', ')

const shown = (key: string) => key.replace('\u001f', '/')
