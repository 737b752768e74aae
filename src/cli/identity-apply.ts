import { applyVersion } from '#record/identity/tuning'
import { bad, count, doubtful, faint, good, type Output } from './output.ts'
import { createProgressBar } from './progress-bar.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { withPlatform } from './with-platform.ts'

export interface ApplyOptions {
  readonly model: number
  readonly batch: number
  readonly why: string
}

/** Puts a version in force: batch by batch, while the server goes on; stopped or killed, it goes on from there. */
export const identityApplyCommand = (output: Output, { model, batch, why }: ApplyOptions) =>
  withPlatform(output, async (platform) => {
    const { announce } = await platform.index.context()
    const bars = {
      weigh: createProgressBar('So sánh lại', output.isJson),
      settle: createProgressBar('Sắp xếp lại', output.isJson),
    }
    const asked = { model, batch, why, by: 'operator', ...(announce ? { announce } : {}) }
    const applied = await untilInterrupted((signal) =>
      applyVersion(platform, asked, {
        signal,
        onBatch: ({ phase, passed, records }) =>
          bars[phase].update(passed, records, `${count(passed)}/${count(records)}`),
      }),
    ).finally(() => {
      bars.weigh.end()
      bars.settle.end()
    })
    if (applied === 'stopped') return 1
    if (!applied.ok) {
      output.complain(bad(applied.problem.message))
      return 2
    }
    const { isDone, wasInForce, moved, number } = applied.value
    output.json(applied.value)
    if (!isDone) {
      output.complain(doubtful('Đã dừng sau lô này. Chạy lại lệnh để đi tiếp từ đây.'))
      return 1
    }
    if (wasInForce) output.say(good(`Phiên bản ${number} đã có hiệu lực từ trước.`))
    else
      output.say(good(`Phiên bản ${number} có hiệu lực; ${count(moved)} hồ sơ đổi người trong lần chạy này.`))
    output.say(faint('Muốn trở lại: áp dụng phiên bản trước đó (mach identity model).'))
    return 0
  })
