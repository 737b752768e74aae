import { Command } from 'commander'
import { DatabaseUnavailable } from '#foundation/db'
import { version } from '#foundation/project'
import { backupCommand, restoreCommand } from './backup.ts'
import { configCommand } from './config.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { addIdentityCommands } from './identity.ts'
import { addIdentityIndexCommands } from './identity-index.ts'
import { intakeCommand } from './intake.ts'
import { migrateCommand } from './migrate.ts'
import { createOutput, type Output } from './output.ts'
import { personCommand } from './person.ts'
import { serveCommand } from './serve.ts'
import type { ExitCode } from './with-platform.ts'

/** The `mach` command. */
export async function main(words: readonly string[]): Promise<void> {
  // `mach person … | head`: the reader has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))
  const program = new Command('mach')
    .description('Mạch: nền tảng điều phối dữ liệu y tế cấp tỉnh')
    .version(version(), '-V, --version', 'in phiên bản')
    .helpOption('-h, --help', 'in trợ giúp')
    .helpCommand('help [lệnh]', 'trợ giúp của một lệnh')
    .showHelpAfterError('(thêm --help để xem cách dùng)')
    .configureHelp({ sortSubcommands: false, styleTitle: (title) => titles[title] ?? title })

  const addTo = (parent: Command) => (name: string, description: string, example: string) =>
    parent
      .command(name)
      .description(description)
      .option('--json', 'in một tài liệu JSON thay cho chữ')
      .helpOption('-h, --help', 'in trợ giúp')
      .configureHelp({ styleTitle: (title) => titles[title] ?? title })
      .addHelpText('after', `\nVí dụ:\n  ${example}`)
  const add = addTo(program)

  add('serve', 'chạy máy chủ: cơ sở dữ liệu, tiếp nhận, màn hình', 'MACH_PORT=8081 mach serve').action(
    (options) => run(options, serveCommand),
  )
  add('intake <đường-dẫn>', 'tiếp nhận tệp, thư mục hoặc đầu vào chuẩn (-)', 'mach intake ./xuat-thang-8/')
    .option('--facility <mã>', 'chỉ nhận hồ sơ của cơ sở này')
    .option(
      '--lane <làn>',
      'emergency, live hoặc back-load (hồ sơ cũ, nhường đường cho hồ sơ hằng ngày)',
      'live',
    )
    .action((path: string, options) => run(options, (output) => intakeCommand(output, path, options)))
  add(
    'export <dạng>',
    'xuất lượt khám đã lưu thành tệp bhyt-xml',
    'mach export bhyt-xml --facility 99901 --from 2026-08-01 --to 2026-09-01 -o thang8.xml',
  )
    .option('--facility <mã>', 'mã cơ sở')
    .option('--visit <MA_LK>', 'một lượt khám')
    .option('--encounter <id>', 'một Encounter (lượt khám vào bằng FHIR, HL7 hoặc tạo trong Mạch)')
    .option('--from <ngày>', 'lưu từ ngày')
    .option('--to <ngày>', 'lưu trước ngày')
    .option('-o, --out <tệp>', 'tệp ghi ra', 'bhyt.xml')
    .option('--indent', 'mỗi trường một dòng, cho người đọc')
    .option('--incomplete', 'xuất cả lượt khám còn thiếu trường bắt buộc')
    .action((form: string, options) =>
      run(options, (output) => {
        if (form === 'bhyt-xml') return exportCommand(output, options)
        output.complain('Dạng xuất hiện có: bhyt-xml')
        return Promise.resolve(2 as const)
      }),
    )
  add('person <số>', 'tìm một người theo số định danh, thẻ BHYT hoặc tên', 'mach person 079190999001').action(
    (query: string, options) => run(options, (output) => personCommand(output, query)),
  )
  add('doctor', 'khám bản cài đặt: cái gì hỏng và làm gì', 'mach doctor').action((options) =>
    run(options, doctorCommand),
  )
  add('migrate', 'đưa các bảng lên phiên bản này', 'mach migrate').action((options) =>
    run(options, migrateCommand),
  )
  add(
    'backup <tệp>',
    'sao lưu toàn bộ dữ liệu vào một tệp (- là đầu ra chuẩn)',
    'mach backup ./mach-2026-11-21.backup',
  ).action((path: string, options) => run(options, (output) => backupCommand(output, path)))
  add(
    'restore <tệp>',
    'khôi phục vào một bản cài đặt còn trống',
    'MACH_DATA_DIR=./moi mach restore ./mach.backup',
  )
    .option('--force', 'thay thế toàn bộ dữ liệu đang có (không lấy lại được)')
    .action((path: string, options) =>
      run(options, (output) => restoreCommand(output, path, options.force === true)),
    )
  add('config', 'in cấu hình đang dùng và ý nghĩa từng biến', 'mach config --json').action((options) =>
    run(options, configCommand),
  )
  const addIdentity = addTo(
    program
      .command('identity')
      .description('đối sánh hồ sơ: trên tệp, và quy tắc của chỉ mục')
      .helpOption('-h, --help', 'in trợ giúp')
      .helpCommand(false)
      .configureHelp({ styleTitle: (title) => titles[title] ?? title }),
  )
  addIdentityCommands(addIdentity, run)
  addIdentityIndexCommands(addIdentity, run)
  await program.parseAsync([...words], { from: 'user' })
}

const titles: Readonly<Record<string, string>> = {
  'Usage:': 'Cách dùng:',
  'Options:': 'Tùy chọn:',
  'Commands:': 'Lệnh:',
  'Arguments:': 'Tham số:',
}

async function run(
  options: { json?: boolean },
  command: (output: Output) => Promise<ExitCode>,
): Promise<void> {
  const output = createOutput(options.json === true)
  try {
    process.exitCode = await command(output)
  } catch (error) {
    if (error instanceof DatabaseUnavailable) {
      output.complain(`${error.problem.message} Chạy “mach doctor” để biết phải làm gì.`)
      process.exitCode = 2
      return
    }
    output.complain(
      `Lỗi không ngờ tới (unexpected): ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    process.exitCode = 2
  }
}
