import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { type Malformed, text } from './corpus.types.ts'

const fixture = (name: string) => readFileSync(join(projectRoot(), 'fixtures/bhyt', name), 'utf8')

interface Seed {
  readonly name: string
  readonly content: string
  readonly facility: string | null
  readonly keys: readonly string[]
  readonly dates: readonly string[]
}

const seeds: readonly Seed[] = [
  {
    name: 'check-in',
    content: fixture('05-checkin-xml0.xml'),
    facility: null,
    keys: ['MA_LK', 'HO_TEN', 'NGAY_SINH', 'GIOI_TINH', 'MA_CSKCB', 'NGAY_VAO'],
    dates: ['NGAY_VAO', 'NGAY_VAO_NOI_TRU'],
  },
  {
    name: 'death-notice',
    content: fixture('08-giay-bao-tu-gbt.xml'),
    facility: null,
    keys: ['MA_GBT', 'HO_TEN', 'MACSKCB', 'NGAY_TV'],
    dates: ['NGAY_TV'],
  },
]

const withField = (content: string, field: string, value: string) =>
  content.replace(
    new RegExp(`<${field}>[\\s\\S]*?</${field}>|<${field}\\s*/>`),
    value === '' ? '' : `<${field}>${value}</${field}>`,
  )
const has = (content: string, field: string) => content.includes(`<${field}>`)

/** Check-ins and death notices: one record a file. */
export function xmlDocuments(): Malformed[] {
  return seeds.flatMap(({ name, content, facility, keys, dates }) => {
    const item = (what: string, file: string, says: string, keeps = 0): Malformed => ({
      id: `${name}/${what}`,
      file: text(file),
      facility,
      says: [says],
      keeps,
    })
    const root = /<(\w+)[\s>]/.exec(content.replace(/<\?[^>]*\?>/, ''))![1]!
    return [
      ...keys
        .filter((key) => has(content, key))
        .map((key) => item(`key-missing/${key}`, withField(content, key, ''), 'BHYT_KEY_MISSING')),
      ...dates
        .filter((date) => has(content, date))
        .flatMap((date) => [
          item(`date-in-words/${date}`, withField(content, date, 'sáng nay'), 'BHYT_DATE_FORMAT'),
          item(`date-impossible/${date}`, withField(content, date, '202613010800'), 'BHYT_DATE_IMPOSSIBLE'),
        ]),
      item('birth-in-words', withField(content, 'NGAY_SINH', 'năm Thìn'), 'BHYT_DATE_FORMAT'),
      item('doctype', content.replace(`<${root}`, `<!DOCTYPE ${root}><${root}`), 'BHYT_DOCTYPE'),
      item('cut', content.slice(0, content.length * 0.6), 'BHYT_TRUNCATED'),
      item('tag-not-closed', content.replace('</HO_TEN>', ''), 'BHYT_XML_BROKEN'),
      item('tags-crossed', content.replace('</HO_TEN>', '</HO_TENN>'), 'BHYT_XML_BROKEN'),
    ]
  })
}

const driver = fixture('09-driver-health-check-gksklx.json')

/** Driver certificates: JSON. */
export function jsonDocuments(): Malformed[] {
  const sound = JSON.parse(driver) as Record<string, unknown> | Record<string, unknown>[]
  const one = (Array.isArray(sound) ? sound[0]! : sound) as Record<string, unknown>
  const list = (victim: string) =>
    `[${JSON.stringify({ ...one, SO: 'A1' })},${victim},${JSON.stringify({ ...one, SO: 'A3' })}]`
  const item = (what: string, file: string, says: string, keeps = 2): Malformed => ({
    id: `driver-check/${what}`,
    file: text(file),
    facility: null,
    says: [says],
    keeps,
  })
  const without = (key: string) => JSON.stringify({ ...one, SO: 'A2', [key]: undefined })
  const whole = JSON.stringify({ ...one, SO: 'A2' })
  return [
    ...['SO', 'HOTEN', 'NGAYSINH', 'GIOITINHVAL', 'IDBENHVIEN', 'NGAYKETLUAN'].map((key) =>
      item(
        `key-missing/${key}`,
        list(key === 'SO' ? JSON.stringify({ ...one, SO: '' }) : without(key)),
        'BHYT_KEY_MISSING',
      ),
    ),
    item(
      'date-impossible',
      list(JSON.stringify({ ...one, SO: 'A2', NGAYKETLUAN: '31/02/2026' })),
      'BHYT_DATE_IMPOSSIBLE',
    ),
    item(
      'date-in-words',
      list(JSON.stringify({ ...one, SO: 'A2', NGAYKETLUAN: 'hôm qua' })),
      'BHYT_DATE_FORMAT',
    ),
    item('comma-too-many', list(whole.replace('}', ',}')), 'BHYT_JSON_BROKEN'),
    item('single-quotes', list(`{'SO':'A2'}`), 'BHYT_JSON_BROKEN'),
    item('comment', list(whole.replace('{', '{/* ghi chú */')), 'BHYT_JSON_BROKEN'),
    item('number-with-zeros', list(whole.replace('{', '{"TUOI":007,')), 'BHYT_JSON_BROKEN'),
    item('nan', list(whole.replace('{', '{"TUOI":NaN,')), 'BHYT_JSON_BROKEN'),
    item('not-quoted', list(whole.replace('"SO"', 'SO')), 'BHYT_JSON_BROKEN'),
    item('line-break-in-string', list(whole.replace('"A2"', '"A\n2"')), 'BHYT_JSON_BROKEN'),
    item('empty-object', list('{}'), 'BHYT_KEY_MISSING'),
    item('cut', list(whole).slice(0, -40), 'BHYT_TRUNCATED'),
    item('list-of-numbers', '[1,2,3]', 'BHYT_JSON_BROKEN', 0),
    item('empty-list', '[]', 'BHYT_JSON_BROKEN', 0),
  ]
}
