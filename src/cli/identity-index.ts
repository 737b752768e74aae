import { type Command, InvalidArgumentError } from 'commander'
import { identityApplyCommand } from './identity-apply.ts'
import { type BackfillAsked, identityBackfillCommand } from './identity-backfill.ts'
import { identityBlocksCommand } from './identity-blocks.ts'
import { identityHistoryCommand } from './identity-history.ts'
import { identityLearnCommand } from './identity-learn.ts'
import { identitySimulateCommand } from './identity-simulate.ts'
import { identityVersionsCommand } from './identity-versions.ts'
import type { Output } from './output.ts'
import type { ExitCode } from './with-platform.ts'

type Add = (name: string, description: string, example: string) => Command
type Run = (options: { json?: boolean }, command: (output: Output) => Promise<ExitCode>) => Promise<void>

/** `mach identity …` over the index of this installation: its rules, learned, tried, applied and taken back; and many records at once. */
export function addIdentityIndexCommands(add: Add, run: Run): void {
  add('model', 'các phiên bản quy tắc đối sánh của bản cài đặt này', 'mach identity model').action(
    (options) => run(options, identityVersionsCommand),
  )
  add(
    'learn',
    'học một phiên bản mới từ chính hồ sơ ở đây; chưa áp dụng gì',
    'mach identity learn --sample 200000',
  )
    .option('--persons <số>', 'dành cho chỉ mục bao nhiêu người (mặc định: số đang có)', readCount)
    .option('--sample <số>', 'học từ nhiều nhất bao nhiêu hồ sơ', readCount, 200_000)
    .option('--only-values', 'chỉ học các giá trị dùng chung, giữ nguyên trọng số')
    .action((options) => run(options, (output) => identityLearnCommand(output, options)))
  add(
    'simulate',
    'một phiên bản sẽ nối và tách những ai; không thay đổi gì',
    'mach identity simulate --model 2 --out mo-phong.html',
  )
    .option('--model <số>', 'phiên bản (mặc định: phiên bản mới nhất đang chờ)', readCount)
    .option('--sample <số>', 'bắt đầu từ bao nhiêu hồ sơ', readCount, 10_000)
    .option('--examples <số>', 'mỗi loại bao nhiêu ví dụ', readCount, 100)
    .option('--out <tệp>', 'ghi báo cáo HTML để đọc và in')
    .action((options) => run(options, (output) => identitySimulateCommand(output, options)))
  add(
    'apply',
    'áp dụng một phiên bản; dừng lúc nào cũng được, chạy lại thì đi tiếp',
    'mach identity apply --model 2',
  )
    .requiredOption(
      '--model <số>',
      'phiên bản; phiên bản trước đây cũng được: mọi người trở lại như cũ',
      readCount,
    )
    .option('--batch <số>', 'bao nhiêu hồ sơ một lần ghi', readCount, 250)
    .option('--why <lý-do>', 'vì sao, ghi vào lịch sử', 'Áp dụng phiên bản quy tắc')
    .action((options) => run(options, (output) => identityApplyCommand(output, options)))
  add(
    'backfill',
    'nạp hàng loạt hồ sơ từ tệp CSV; dừng lúc nào cũng được, chạy lại thì nạp tiếp',
    'mach identity backfill --in benhvien-a.csv.gz benhvien-b.csv',
  )
    .requiredOption('--in <tệp...>', 'tệp CSV (.gz cũng được); cần các cột fullName, birthDate, localId')
    .option('--facility <mã>', 'mã cơ sở của hồ sơ không có cột facilityCode')
    .option('--work <thư-mục>', 'nơi để dữ liệu dở dang (mặc định: trong MACH_DATA_DIR)')
    .option('--aside <tệp>', 'ghi các dòng không nạp được vào tệp CSV này')
    .option('--threads <số>', 'số luồng đọc và so sánh (mặc định: số bộ xử lý, nhiều nhất 8)', readCount)
    .option('--restart', 'bỏ dữ liệu dở dang, nạp lại từ đầu')
    .action((options: BackfillAsked & { json?: boolean }) =>
      run(options, (output) => identityBackfillCommand(output, options)),
    )
  add(
    'blocks',
    'mỗi loại khóa tốn bao nhiêu so sánh, tìm được bao nhiêu cặp',
    'mach identity blocks --sample 5000',
  )
    .option('--sample <số>', 'xem bao nhiêu hồ sơ', readCount, 5_000)
    .action((options) => run(options, (output) => identityBlocksCommand(output, options)))
  add(
    'history <số>',
    'một người đã được nối, tách những lần nào, ai làm, vì sao',
    'mach identity history 079190999001',
  )
    .option('--limit <số>', 'nhiều nhất bao nhiêu dòng', readCount, 50)
    .action((query: string, options) =>
      run(options, (output) => identityHistoryCommand(output, query, options)),
    )
}

function readCount(text: string): number {
  const count = Number(text.replaceAll(/[._]/g, ''))
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError('Cần một số nguyên dương.')
  return count
}
