import { createLogger } from '#foundation/log'
import { EmbeddedPostgresError } from '#foundation/postgres'
import { startServer } from '#server'
import { bad, faint, good, type Output, strong } from './output.ts'
import { createProgressBar } from './progress-bar.ts'
import { configOrComplain, type ExitCode } from './with-platform.ts'

/** Runs until Ctrl-C or SIGTERM; a second one does not wait. */
export async function serveCommand(output: Output): Promise<ExitCode> {
  const config = configOrComplain(output)
  if (!config) return 2
  const log = createLogger({ level: config.MACH_LOG_LEVEL })
  const stopAsked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130))
        resolve()
      })
    }
  })
  try {
    const started = await startServer(config, log)
    if (!started.ok) {
      output.complain(bad(started.problem.message))
      return 2
    }
    const server = started.value
    if (server.demo) await showDemo(server.demo, server.demoLoaded, output, stopAsked)
    output.say(`${good('Mạch đang chạy:')} ${strong(server.address)}`)
    output.say(faint('Chưa có đăng nhập: chỉ trả lời trên chính máy này. Ctrl-C để dừng.'))
    output.json({ address: server.address, pid: process.pid })
    await stopAsked
    output.say('Đang dừng…')
    await server.stop()
    return 0
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error
    output.complain(bad(error.message))
    return 2
  }
}

async function showDemo(
  progress: { readonly done: number; readonly total: number },
  loaded: Promise<void>,
  output: Output,
  stopAsked: Promise<void>,
) {
  output.say('Lần chạy đầu: bộ dữ liệu minh họa (toàn bộ là bịa) đang vào qua cửa tiếp nhận…')
  const bar = createProgressBar('Minh họa', output.isJson)
  const timer = setInterval(
    () => bar.update(progress.done, progress.total, `${progress.done}/${progress.total} tệp`),
    100,
  )
  await Promise.race([loaded, stopAsked])
  clearInterval(timer)
  bar.end()
}
