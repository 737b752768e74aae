import type { ResourceInput } from './store.types.ts'

/** What was said, and the `meta` the sender gave, without what the store adds. */
export interface Said {
  /** The resource as JSON text without `meta`. */
  readonly body: string
  /** The sender's own meta as JSON text without version and date: `{}` when there is none. */
  readonly meta: string
}

/** Writes a resource as it will be stored, under this id. */
export function said(input: ResourceInput, id: string): Said {
  const { value, write } = input
  const meta = value.meta as Record<string, unknown> | undefined
  value.id = id
  value.meta = undefined
  const body = write(value)
  value.meta = meta
  if (!meta) return { body, meta: '{}' }
  const { versionId: _v, lastUpdated: _l, ...own } = meta
  return { body, meta: write(own) }
}

/** The stored text: what was said, then `meta` with the version in front of what the sender put there. */
export function storedText({ body, meta }: Said, version: number, at: string): string {
  const own = meta === '{}' ? '}' : `,${meta.slice(1)}`
  return `${body.slice(0, -1)},"meta":{"versionId":"${version}","lastUpdated":"${at}"${own}}`
}

const versionPart = /^\{"versionId":"\d+","lastUpdated":"[^"]*",?/

/** The reverse of `storedText`. `meta` stands last, and no string can hold `,"meta":{` unescaped. */
export function saidIn(content: string): Said {
  const at = content.lastIndexOf(',"meta":{')
  return {
    body: `${content.slice(0, at)}}`,
    meta: content.slice(at + 8, -1).replace(versionPart, '{'),
  }
}
