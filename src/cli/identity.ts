import type { Command } from 'commander'
import { type EvaluateAsked, identityEvaluateCommand } from './identity-evaluate.ts'
import { identityExplainCommand } from './identity-explain.ts'
import { identityLinkCommand, type LinkAsked } from './identity-link.ts'
import type { Output } from './output.ts'
import type { ExitCode } from './with-platform.ts'

type Add = (name: string, description: string, example: string) => Command
type Run = (options: { json?: boolean }, command: (output: Output) => Promise<ExitCode>) => Promise<void>

/** `mach identity …`: linkage on files, without a server and without a database. `add` makes a command below `identity`. */
export function addIdentityCommands(add: Add, run: Run): void {
  add(
    'link',
    'đối sánh hồ sơ trong một tệp CSV: cặp, nhóm, việc cần rà soát, báo cáo',
    'mach identity link --in hoso.csv --out ./ket-qua',
  )
    .requiredOption('--in <tệp>', 'tệp CSV; dòng đầu là tên cột, phải có fullName và birthDate')
    .requiredOption('--out <thư-mục>', 'nơi ghi kết quả')
    .option('--skip', 'bỏ qua các dòng không đọc được')
    .action((options: LinkAsked & { json?: boolean }) =>
      run(options, (output) => identityLinkCommand(output, options)),
    )
  add(
    'evaluate',
    'so kết quả đối sánh với sự thật đã biết: độ chính xác, biểu đồ',
    'mach identity evaluate --in ./ket-qua --truth hoso.csv',
  )
    .requiredOption('--in <thư-mục>', 'thư mục mà link đã ghi')
    .requiredOption('--truth <tệp>', 'tệp CSV có cột recordId và personNumber')
    .action((options: EvaluateAsked & { json?: boolean }) =>
      run(options, (output) => identityEvaluateCommand(output, options)),
    )
  add(
    'explain <hồ-sơ-A> <hồ-sơ-B>',
    'vì sao hai hồ sơ là hay không là một người',
    'mach identity explain 99901-000000017 99902-000000305 --in hoso.csv',
  )
    .requiredOption('--in <tệp>', 'tệp CSV có hai hồ sơ')
    .option('--skip', 'bỏ qua các dòng không đọc được')
    .action((one: string, other: string, options: { in: string; skip?: boolean; json?: boolean }) =>
      run(options, (output) => identityExplainCommand(output, [one, other], options)),
    )
}
