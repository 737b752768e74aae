import type { z } from 'zod'

/** What a room wants to know at start: an object of `MACH_…` variables. */
export interface ConfigSlice<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly room: string
  readonly schema: z.ZodObject<Shape>
}

/**
 * `export const storeConfig = defineConfig('store', z.object({ MACH_STORE_PAGE: z.coerce.number().int().default(50).describe('…') }))`
 * Every variable starts with MACH_ and has a description; secrets are marked with `secret()` and have no default.
 */
export function defineConfig<Shape extends z.ZodRawShape>(
  room: string,
  schema: z.ZodObject<Shape>,
): ConfigSlice<Shape> {
  for (const [name, field] of Object.entries(schema.shape)) {
    if (!/^MACH_[A-Z0-9_]+$/.test(name)) throw new Error(`${room}: ${name} is not named MACH_…`)
    if (!metaOf(field as z.ZodType).description) throw new Error(`${room}: ${name} has no description`)
  }
  return { room, schema }
}

/** Marks a variable whose value is never printed. */
export const secret = <T extends z.ZodType>(field: T): T => field.meta({ ...field.meta(), secret: true }) as T

interface FieldMeta {
  readonly description?: string
  readonly secret: boolean
  readonly expected?: string
}

/** Metadata of a field, looked for through `.default()`, `.optional()` and pipes. */
export function metaOf(field: z.ZodType): FieldMeta {
  let description: string | undefined
  let expected: string | undefined
  let isSecret = false
  for (let at: z.ZodType | undefined = field; at; at = inner(at)) {
    const meta = at.meta() as { description?: string; secret?: boolean; expected?: string } | undefined
    description ??= meta?.description
    expected ??= meta?.expected
    isSecret ||= meta?.secret === true
  }
  return { description, expected, secret: isSecret }
}

function inner(field: z.ZodType): z.ZodType | undefined {
  const def = (field as unknown as { _zod: { def: { innerType?: z.ZodType; in?: z.ZodType } } })._zod.def
  return def.innerType ?? def.in
}

/** A name that smells of a secret is treated as one even when nobody marked it. */
export const looksSecret = (name: string): boolean =>
  /(PASSWORD|SECRET|TOKEN|_KEY|_URL|CREDENTIAL|PRIVATE|SALT)(_|$)/.test(name)
