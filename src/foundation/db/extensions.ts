import { fail, ok, type Problem, type Result } from '#foundation/result'
import { quoteIdent, sql, trustedText } from './sql.ts'
import type { Queries } from './types.ts'

/** Makes sure extensions are there: creates them where we may, otherwise says who must do what. */
export async function ensureExtensions(db: Queries, names: readonly string[]): Promise<Result<void>> {
  const there = await db.many<{ extname: string }>(
    sql`select extname::text from pg_extension where extname = any(${names}::text[])`,
  )
  const missing = names.filter((name) => !there.some((row) => row.extname === name))
  const refused: string[] = []
  for (const name of missing) {
    try {
      // Two processes starting at once may both try: the loser's unique violation means it is there.
      await db.run(trustedText(`create extension if not exists ${quoteIdent(name)}`))
    } catch (error) {
      const code = (error as { code?: string }).code
      if (code === '23505' || code === '42710') continue
      if (code !== '42501' && code !== '0A000' && code !== '58P01' && code !== '22023') throw error
      refused.push(name)
    }
  }
  return refused.length === 0 ? ok(undefined) : fail(extensionsMissing(refused))
}

const extensionsMissing = (names: readonly string[]): Problem => ({
  code: 'DB_EXTENSION_MISSING',
  kind: 'unavailable',
  message:
    `Cơ sở dữ liệu thiếu phần mở rộng: ${names.join(', ')}. Hãy nhờ quản trị PostgreSQL cài gói postgresql-contrib rồi chạy ` +
    `${names.map((name) => `CREATE EXTENSION ${name};`).join(' ')} (missing extensions; ask your database administrator).`,
})
