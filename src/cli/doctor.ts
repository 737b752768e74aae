import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { createServer, isIPv6 } from 'node:net'
import { resolve } from 'node:path'
import { DatabaseUnavailable, pendingMigrations } from '#foundation/db'
import { createLogger } from '#foundation/log'
import { EmbeddedPostgresError } from '#foundation/postgres'
import { countIntake } from '#record/intake'
import { journeyQueues } from '#record/journey'
import { assemble, type Config, migrationRooms, openDatabaseOf } from '#server'
import { bad, bytes, count, doubtful, faint, good, type Output } from './output.ts'
import { configOrComplain, type ExitCode } from './with-platform.ts'

interface Finding {
  readonly name: string
  readonly state: 'good' | 'doubtful' | 'bad'
  readonly text: string
  /** What to do about it. */
  readonly advice?: string
}

/** Looks at everything a start depends on and at what waits for a human; changes nothing. */
export async function doctorCommand(output: Output): Promise<ExitCode> {
  const config = configOrComplain(output)
  if (!config) return 2
  const findings: Finding[] = [
    nodeVersion(),
    { name: 'Cấu hình', state: 'good', text: 'mọi biến MACH_ đều hợp lệ' },
  ]
  findings.push(await dataFolder(config), await freeSpace(config), await port(config))
  findings.push(...(await database(config)))
  output.json({ findings })
  for (const f of findings) {
    const mark = { good: good('✓'), doubtful: doubtful('!'), bad: bad('✗') }[f.state]
    output.say(`${mark} ${f.name}: ${f.text}`)
    if (f.advice) output.say(faint(`    → ${f.advice}`))
  }
  return findings.some((f) => f.state === 'bad') ? 1 : 0
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isEnough = major > 20 || (major === 20 && minor >= 19)
  return {
    name: 'Node.js',
    state: isEnough ? 'good' : 'bad',
    text: process.versions.node,
    ...(isEnough ? {} : { advice: 'Cài Node.js 20.19, 22 hoặc 24.' }),
  }
}

async function dataFolder(config: Config): Promise<Finding> {
  const name = 'Thư mục dữ liệu'
  const path = resolve(config.MACH_DATA_DIR)
  try {
    await access(path, constants.R_OK | constants.W_OK)
    return { name, state: 'good', text: path }
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') {
      return { name, state: 'doubtful', text: `${path} chưa có`, advice: 'Sẽ được tạo ở lần chạy đầu.' }
    }
    return {
      name,
      state: 'bad',
      text: `${path} không ghi được`,
      advice: 'Cấp quyền ghi, hoặc đặt MACH_DATA_DIR chỗ khác.',
    }
  }
}

async function freeSpace(config: Config): Promise<Finding> {
  const name = 'Chỗ trống trên đĩa'
  const stats = await statfs(resolve(config.MACH_DATA_DIR)).catch(() => statfs(process.cwd()))
  const free = stats.bavail * stats.bsize
  if (free > 5 * 1_073_741_824) return { name, state: 'good', text: bytes(free) }
  const advice = 'Dọn đĩa hoặc chuyển MACH_DATA_DIR sang đĩa lớn hơn; hết chỗ thì máy chủ ngừng nhận tệp.'
  return { name, state: free > 1_073_741_824 ? 'doubtful' : 'bad', text: bytes(free), advice }
}

async function port(config: Config): Promise<Finding> {
  const name = 'Cổng'
  const at = `${config.MACH_HOST}:${config.MACH_PORT}`
  const isMach = await fetch(
    `http://${isIPv6(config.MACH_HOST) ? `[${config.MACH_HOST}]` : config.MACH_HOST}:${config.MACH_PORT}/healthz`,
  )
    .then((answer) => answer.ok)
    .catch(() => false)
  if (isMach) return { name, state: 'good', text: `${at}: Mạch đang chạy` }
  const isFree = await new Promise<boolean>((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(config.MACH_PORT, config.MACH_HOST, () => server.close(() => done(true)))
  })
  if (isFree) return { name, state: 'good', text: `${at} còn trống` }
  return {
    name,
    state: 'bad',
    text: `${at} bị chương trình khác chiếm`,
    advice: 'Đặt MACH_PORT khác hoặc dừng chương trình kia.',
  }
}

async function database(config: Config): Promise<Finding[]> {
  const log = createLogger({ level: 'silent' })
  try {
    const opened = await openDatabaseOf(config, log, { leaveAdopted: true })
    try {
      const version = opened.embedded
        ? `đi kèm, bản ${opened.embedded.serverVersion}`
        : 'của bạn (MACH_DATABASE_URL)'
      const findings: Finding[] = [{ name: 'PostgreSQL', state: 'good', text: version }]
      const pending = await pendingMigrations(opened.db, migrationRooms)
      if (!pending.ok) return [...findings, { name: 'Bảng', state: 'bad', text: pending.problem.message }]
      if (pending.value.length > 0) {
        const text = `còn ${pending.value.length} bước chưa chạy`
        return [
          ...findings,
          { name: 'Bảng', state: 'doubtful', text, advice: 'Chạy: mach migrate (mach serve cũng tự chạy).' },
        ]
      }
      findings.push({ name: 'Bảng', state: 'good', text: 'đúng phiên bản' })
      const platform = assemble(config, opened, log)
      const depth = await platform.events.queueDepth(opened.db, journeyQueues)
      findings.push(waiting(depth))
      if (depth.dead > 0) {
        const advice = 'Xem nhật ký rồi báo kỹ thuật; bản gốc vẫn còn nguyên và xử lý lại được.'
        findings.push({ name: 'Hồ sơ hỏng giữa đường', state: 'bad', text: count(depth.dead), advice })
      }
      const open = (await countIntake(opened.db)).set_aside
      const worst = (await platform.desk.problems()).groups.find((g) => g.severity === 'error')
      findings.push(
        open === 0
          ? { name: 'Hồ sơ để riêng', state: 'good', text: 'không có' }
          : {
              name: 'Hồ sơ để riêng',
              state: 'doubtful',
              text: `${count(open)} (nhiều nhất: ${worst?.code ?? '—'})`,
              advice: 'Mở Bàn kết nối → Vấn đề, sửa ở nguồn rồi gửi lại hoặc bấm “Xử lý lại”.',
            },
      )
      return findings
    } finally {
      await opened.close()
    }
  } catch (error) {
    const text =
      error instanceof DatabaseUnavailable
        ? error.problem.message
        : error instanceof Error
          ? error.message
          : String(error)
    const advice =
      error instanceof EmbeddedPostgresError ? undefined : 'Kiểm tra MACH_DATABASE_URL và máy chủ PostgreSQL.'
    return [{ name: 'PostgreSQL', state: 'bad', text, ...(advice ? { advice } : {}) }]
  }
}

function waiting(depth: {
  readonly ready: number
  readonly delayed: number
  readonly oldestReadyAt: Date | null
}): Finding {
  const name = 'Hàng đợi'
  const n = depth.ready + depth.delayed
  const age = depth.oldestReadyAt ? (Date.now() - depth.oldestReadyAt.getTime()) / 1000 : 0
  if (n === 0 || age < 300) return { name, state: 'good', text: `${count(n)} hồ sơ chờ` }
  const advice = 'Máy chủ có đang chạy không? Nếu có, máy quá tải: tăng MACH_JOURNEY_LANES hoặc chờ.'
  return {
    name,
    state: 'doubtful',
    text: `${count(n)} hồ sơ chờ, lâu nhất ${Math.round(age / 60)} phút`,
    advice,
  }
}
