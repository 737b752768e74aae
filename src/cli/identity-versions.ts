import { type ListedVersion, listVersions } from '#record/identity/tuning'
import { count, doubtful, faint, good, type Output, table } from './output.ts'
import { withPlatform } from './with-platform.ts'

/** The versions of the rules of this installation: which is in force, since when, made with what. */
export const identityVersionsCommand = (output: Output) =>
  withPlatform(output, async ({ db }) => {
    const versions = await listVersions(db)
    output.json(versions)
    if (versions.length === 0) {
      output.say(doubtful('Chưa có phiên bản nào: phiên bản đi kèm có hiệu lực khi hồ sơ đầu tiên đến.'))
      return 0
    }
    const heading = [
      'Số',
      'Phiên bản',
      'Trạng thái',
      'Có từ',
      'Cho số người',
      'Giá trị bỏ',
      'Giá trị đông',
      'Học từ',
    ]
    output.say(table([heading.map(faint), ...versions.map(rowOf)]))
    output.say(
      faint(
        'Giá trị bỏ: số không của riêng ai. Giá trị đông: khóa quá nhiều hồ sơ có chung, được chia nhỏ thêm.',
      ),
    )
    return 0
  })

const rowOf = (version: ListedVersion): string[] => [
  String(version.number),
  version.version,
  stateOf(version),
  dayOf(version.since ?? version.madeAt),
  ...(version.made
    ? [count(version.made.persons), count(version.made.dummies), count(version.made.hotValues)]
    : ['?', '?', '?']),
  version.made ? `${count(version.made.records)} hồ sơ` : 'không mở lại được',
]

function stateOf({ state, phase }: ListedVersion): string {
  if (state === 'past') return 'đã qua'
  if (state === 'coming') return 'đang chờ'
  return phase === 'done' ? good('có hiệu lực') : doubtful('có hiệu lực, đang sắp xếp lại dở dang')
}

const dayOf = (at: Date): string => at.toLocaleDateString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' })
