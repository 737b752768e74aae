import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Command } from 'commander'
import { parse } from 'csv-parse/sync'
import { writeFiles } from '#foundation/files'
import { aTempDir } from '#foundation/testkit'
import type { Evaluation } from '#record/identity/evaluation'
import { generatePopulation, writeCsv } from '../../province/index.ts'
import { addIdentityCommands } from './identity.ts'
import { identityEvaluateCommand } from './identity-evaluate.ts'
import { identityExplainCommand } from './identity-explain.ts'
import { identityLinkCommand } from './identity-link.ts'
import type { LinkSummary } from './identity-report.ts'
import type { Output } from './output.ts'

const folder = aTempDir('identity-cli')
after(() => folder.remove())
const at = (...names: string[]) => join(folder.path, ...names)

/** An output that remembers: every command is called as the command line calls it. */
function listen(isJson = false) {
  const said: string[] = []
  const complained: string[] = []
  const documents: unknown[] = []
  const output: Output = {
    isJson,
    say: (line) => said.push(line),
    json: (value) => documents.push(value),
    complain: (line) => complained.push(line),
  }
  return {
    output,
    text: () => said.join('\n'),
    complaints: () => complained.join('\n'),
    document: () => documents[0],
  }
}

const rows = (...path: string[]) =>
  parse(readFileSync(at(...path)), { columns: true }) as Record<string, string>[]

const population = async () => {
  if (existsSync(at('records.csv'))) return
  const records = generatePopulation({ persons: 300, seed: 104 })
  await writeFiles(folder.path, [{ name: 'records.csv', pieces: writeCsv(records) }])
}

test('three hundred people are generated, linked and evaluated, and the files say the same as the figures', async () => {
  await population()
  const link = listen()
  assert.equal(
    await identityLinkCommand(link.output, { in: at('records.csv'), out: at('out') }),
    0,
    link.complaints(),
  )
  assert.match(link.text(), /hồ sơ là của .* người/)
  const records = rows('records.csv')
  const clusters = rows('out', 'clusters.csv')
  assert.deepEqual(
    clusters.map(({ recordId }) => recordId).sort(),
    records.map(({ recordId }) => recordId).sort(),
    'every record stands in one cluster',
  )
  for (const { weight, chance, outcome } of rows('out', 'pairs.csv'))
    assert.ok(Number(weight) > 0 && Number(chance) >= 0.5 && Number(chance) <= 1 && outcome !== '')
  const summary = JSON.parse(readFileSync(at('out', 'report.json'), 'utf8')) as LinkSummary
  assert.equal(new Set(clusters.map(({ cluster }) => cluster)).size, summary.groups)
  assert.equal(rows('out', 'review.csv').length, summary.reviewItems)
  assert.match(readFileSync(at('out', 'report.md'), 'utf8'), /# Đối sánh hồ sơ\n[\s\S]*\| tự nối \| \d+/)

  const evaluate = listen(true)
  const asked = { in: at('out'), truth: at('records.csv') }
  assert.equal(await identityEvaluateCommand(evaluate.output, asked), 0, evaluate.complaints())
  const figures = evaluate.document() as Evaluation
  assert.equal(figures.records, records.length)
  assert.ok(figures.best.f1 > 0.9 && figures.clusters.mixedPerThousand < 5, JSON.stringify(figures.best))
  assert.equal(figures.review.items, summary.reviewItems)
  for (const name of ['evaluation.json', 'reliability.svg', 'recall.svg'])
    assert.ok(existsSync(at('out', name)), name)
})

test('the same file gives the same files, and nothing is readable by others', async () => {
  await population()
  for (const out of ['one', 'two'])
    await identityLinkCommand(listen().output, { in: at('records.csv'), out: at(out) })
  for (const name of ['pairs.csv', 'clusters.csv', 'review.csv']) {
    assert.ok(readFileSync(at('one', name)).equals(readFileSync(at('two', name))), name)
    assert.equal(statSync(at('one', name)).mode & 0o077, 0)
  }
})

test('two records are explained: those of one person for, those of two against', async () => {
  await population()
  const records = rows('records.csv')
  const twice = records.find(({ personNumber }, i) => records[i + 1]?.personNumber === personNumber)!
  const again = records[records.indexOf(twice) + 1]!
  const other = records.find(({ sex, motherName }) => sex !== twice.sex && motherName === '')!
  const weightOf = async (b: Record<string, string>) => {
    const heard = listen(true)
    const code = await identityExplainCommand(heard.output, [twice.recordId!, b.recordId!], {
      in: at('records.csv'),
    })
    assert.equal(code, 0)
    return (heard.document() as { weight: number }).weight
  }
  assert.ok((await weightOf(again)) > (await weightOf(other)))
  const heard = listen()
  const unknown = await identityExplainCommand(heard.output, ['99901-0', twice.recordId!], {
    in: at('records.csv'),
  })
  assert.deepEqual([unknown, /99901-0/.test(heard.complaints())], [1, true])
})

const header = 'facilityCode,localId,fullName,birthDate,addressText\n'
const bad: readonly (readonly [name: string, bytes: string, says: RegExp])[] = [
  ['missing.csv', '', /Không mở được tệp/],
  ['empty.csv', ' ', /fullName và birthDate/],
  ['semicolons.csv', 'fullName;birthDate\nAn;1990\n', /cách nhau bằng dấu phẩy/],
  ['headings-only.csv', header, /không có hồ sơ nào/],
  ['comma.csv', `${header}99901,1,An,1990,1 Lê Lợi\n99901,2,Bình,1991,2 Lê Lợi, Huế\n`, /Dòng 3 có 6 ô/],
  ['twice.csv', `${header}99901,1,An,1990,\n99901,1,An,1990,\n`, /Dòng 3 trùng mã hồ sơ với dòng 2/],
  ['open-quote.csv', `${header}99901,1,An,1990,\n99901,2,"Bình,1990,\n`, /sau dòng 2: dấu ngoặc kép/],
]

for (const [name, bytes, says] of bad)
  test(`${name}: a sentence that helps, exit status 2 and no folder`, async () => {
    if (bytes) writeFileSync(at(name), bytes)
    const heard = listen()
    assert.equal(await identityLinkCommand(heard.output, { in: at(name), out: at(`out-${name}`) }), 2)
    assert.match(heard.complaints(), says)
    assert.ok(!existsSync(at(`out-${name}`)))
  })

test('--skip leaves broken lines out, knowingly and counted; a file cut short is refused all the same', async () => {
  const lines = Array.from({ length: 30 }, (_, i) => `99901,${i},An,1990,a,b\n`).join('')
  writeFileSync(at('many.csv'), `${header}99901,x,Trần Thị Bình,01/02/1990,\n${lines}`)
  const heard = listen(true)
  const code = await identityLinkCommand(heard.output, { in: at('many.csv'), out: at('skipped'), skip: true })
  assert.equal(code, 0, heard.complaints())
  const { records, leftOut } = heard.document() as LinkSummary
  assert.deepEqual([records, leftOut], [1, 30])
  assert.match(heard.complaints(), /… và 20 dòng nữa/)
  const cut = listen()
  assert.equal(
    await identityLinkCommand(cut.output, { in: at('open-quote.csv'), out: at('cut'), skip: true }),
    2,
  )
})

test('an output that cannot be written and a truth that does not fit are said, not thrown', async () => {
  await population()
  const blocked = listen()
  assert.equal(
    await identityLinkCommand(blocked.output, { in: at('records.csv'), out: at('records.csv') }),
    2,
  )
  assert.match(blocked.complaints(), /Không ghi được vào/)
  await identityLinkCommand(listen().output, { in: at('records.csv'), out: at('for-truth') })
  const before = readdirSync(at('for-truth'))
  writeFileSync(at('strangers.csv'), 'recordId,personNumber\n1,1\n')
  writeFileSync(at('no-truth.csv'), 'recordId,name\n1,1\n')
  for (const [truth, says] of [
    ['strangers.csv', /không có hồ sơ nào chung/],
    ['no-truth.csv', /thiếu cột: personNumber/],
    ['nowhere.csv', /Không mở được tệp/],
  ] as const) {
    const heard = listen()
    assert.equal(await identityEvaluateCommand(heard.output, { in: at('for-truth'), truth: at(truth) }), 2)
    assert.match(heard.complaints(), says)
  }
  assert.deepEqual(readdirSync(at('for-truth')), before)
})

test('the words of the command line reach the commands', async () => {
  await population()
  const program = new Command().exitOverride()
  const codes: number[] = []
  addIdentityCommands(
    (name, description) => program.command(name).description(description).option('--json'),
    async (options, command) => {
      codes.push(await command(listen(options.json).output))
    },
  )
  const asked = (...words: string[]) => program.parseAsync(words, { from: 'user' })
  await asked('link', '--in', at('records.csv'), '--out', at('words'), '--json')
  await asked('evaluate', '--in', at('words'), '--truth', at('records.csv'))
  const [one, other] = rows('words', 'clusters.csv')
  await asked('explain', one!.recordId!, other!.recordId!, '--in', at('records.csv'))
  assert.deepEqual(codes, [0, 0, 0])
})
