import pg from 'pg'
import type { Logger } from '#foundation/log'
import { quoteIdent } from './sql.ts'
import type { Listening } from './types.ts'

type Hear = (payload: string) => void

/** One connection of its own for all channels; comes back by itself after a loss. */
export function createListener(config: pg.PoolConfig, log: Logger) {
  const channels = new Map<string, Set<Hear>>()
  let client: pg.Client | undefined
  let connecting: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const tell = (channel: string, payload: string) => {
    for (const hear of channels.get(channel) ?? []) hear(payload)
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      ...config,
      application_name: `${config.application_name ?? 'mach'} listen`,
    })
    fresh.on('error', () => {})
    fresh.on('end', () => {
      if (client !== fresh) return
      client = undefined
      again()
    })
    fresh.on('notification', (note) => tell(note.channel, note.payload ?? ''))
    await fresh.connect()
    if (closed) return fresh.end()
    client = fresh
    for (const channel of channels.keys()) await fresh.query(`listen ${quoteIdent(channel)}`)
  }

  function again(): void {
    if (closed || timer || channels.size === 0) return
    timer = setTimeout(() => {
      timer = undefined
      connect().then(
        // Hints may have been missed: everybody looks for himself.
        () => {
          for (const channel of channels.keys()) tell(channel, '')
        },
        (err) => {
          log.debug({ err }, 'listening connection not back yet')
          again()
        },
      )
    }, 500)
    timer.unref()
  }

  return {
    async listen(channel: string, hear: Hear): Promise<Listening> {
      const known = channels.get(channel)
      const set = known ?? new Set<Hear>()
      set.add(hear)
      channels.set(channel, set)
      if (!client) {
        connecting ??= connect().finally(() => {
          connecting = undefined
        })
        await connecting.catch((err) => {
          log.warn({ err }, 'cannot listen yet')
          again()
        })
      }
      if (!known) await client?.query(`listen ${quoteIdent(channel)}`).catch(() => {})
      return {
        stop: async () => {
          set.delete(hear)
          if (set.size > 0) return
          channels.delete(channel)
          await client?.query(`unlisten ${quoteIdent(channel)}`).catch(() => {})
        },
      }
    },
    async close(): Promise<void> {
      closed = true
      clearTimeout(timer)
      await connecting?.catch(() => {})
      const last = client
      client = undefined
      await last?.end().catch(() => {})
    },
  }
}
