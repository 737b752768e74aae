import { describeConfig } from '#foundation/config'
import { configSlices } from '#server'
import { faint, type Output, strong } from './output.ts'
import { configOrComplain, type ExitCode } from './with-platform.ts'

/** Every variable, what it is now and what it means; secrets are named, not shown. */
export async function configCommand(output: Output): Promise<ExitCode> {
  const config = configOrComplain(output)
  if (!config) return 2
  const values = config as unknown as Readonly<Record<string, unknown>>
  const rows = describeConfig(configSlices).map((row) => ({
    ...row,
    value: row.secret ? (values[row.name] === undefined ? null : '••••') : (values[row.name] ?? null),
  }))
  output.json(rows)
  for (const row of rows) {
    output.say(`${strong(row.name)} = ${row.value ?? faint('(chưa đặt)')}`)
    output.say(faint(`    ${row.description}`))
  }
  return 0
}
