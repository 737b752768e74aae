import type { z } from 'zod'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { type ConfigSlice, looksSecret, metaOf } from './define-config.ts'
import { expectedOf } from './expected.ts'

type Intersect<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never

/** The typed object all slices give together. */
export type ConfigOf<Slices extends readonly ConfigSlice[]> = Intersect<z.output<Slices[number]['schema']>>

/** A variable that stops the start. `given` is null when nothing was given or it must not be shown. */
export interface WrongVariable {
  readonly name: string
  readonly room: string
  readonly given: string | null
  readonly expected: string
}

export interface ConfigProblem extends Problem {
  readonly variables: readonly WrongVariable[]
}

/**
 * Reads `MACH_…` from an environment. An empty value counts as not given. Warnings name `MACH_…` variables nobody knows.
 */
export function readConfig<const Slices extends readonly ConfigSlice[]>(
  slices: Slices,
  env: Readonly<Record<string, string | undefined>>,
): Result<{ readonly config: ConfigOf<Slices>; readonly warnings: readonly string[] }, ConfigProblem> {
  const config: Record<string, unknown> = {}
  const wrong: WrongVariable[] = []
  const known = new Set<string>()
  for (const { room, schema } of slices) {
    for (const [name, field] of Object.entries(schema.shape) as [string, z.ZodType][]) {
      known.add(name)
      const given = env[name] === '' ? undefined : env[name]
      const parsed = field.safeParse(given)
      if (parsed.success) config[name] = parsed.data
      else wrong.push(describeWrong(room, name, field, given))
    }
  }
  if (wrong.length > 0) return fail(problemOf(wrong))
  return ok({ config: config as ConfigOf<Slices>, warnings: unknownVariables(env, known) })
}

function describeWrong(
  room: string,
  name: string,
  field: z.ZodType,
  given: string | undefined,
): WrongVariable {
  const hidden = metaOf(field).secret || looksSecret(name)
  return {
    name,
    room,
    given: given === undefined || hidden ? null : given.slice(0, 80),
    expected: expectedOf(field),
  }
}

function problemOf(variables: readonly WrongVariable[]): ConfigProblem {
  const lines = variables.map(
    (v) => `  ${v.name}: cần ${v.expected}${v.given === null ? '' : `; đang là / got "${v.given}"`}`,
  )
  return {
    code: 'CONFIG_INCORRECT',
    kind: 'incorrect',
    message: `Cấu hình chưa đúng, hãy sửa các biến sau rồi khởi động lại (wrong configuration):\n${lines.join('\n')}`,
    variables,
  }
}

function unknownVariables(
  env: Readonly<Record<string, string | undefined>>,
  known: ReadonlySet<string>,
): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('MACH_') && !name.startsWith('MACH_TEST_') && !known.has(name))
    .sort()
    .map((name) => `Không có biến cấu hình tên ${name}, bỏ qua (unknown variable, ignored).`)
}
