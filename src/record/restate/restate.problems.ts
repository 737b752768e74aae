import type { Problem } from '#foundation/result'

const incorrect = (code: string, message: string): Problem => ({ code, kind: 'incorrect', message })

export const problems = {
  nothingToWrite: incorrect('RESTATE_NOTHING', 'Không có hồ sơ nào để xuất. Hãy chọn ít nhất một hồ sơ.'),
  mixedFacilities: incorrect(
    'RESTATE_MIXED_FACILITIES',
    'Các hồ sơ thuộc nhiều cơ sở khám chữa bệnh. Mỗi tệp chỉ chứa hồ sơ của một cơ sở; hãy xuất riêng từng cơ sở.',
  ),
  mixedKinds: incorrect(
    'RESTATE_MIXED_KINDS',
    'Bản tin check-in, giấy báo tử và giấy khám lái xe phải xuất mỗi bản một tệp, không chung với hồ sơ khác.',
  ),
} as const
