import { connect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { type FrameEvent, FrameReader, framed } from './frames.ts'

export interface MllpClient {
  /** Sends a message and gives the next answer on this connection; several may be under way. */
  send(message: Uint8Array): Promise<Buffer>
  /** Bytes as they are, for those who try what a door does with bad ones. */
  sendRaw(bytes: Uint8Array): void
  close(): Promise<void>
}

/** A small MLLP client: for tests, load, and other rooms that send. */
export async function connectMllp(address: {
  readonly host?: string
  readonly port: number
  readonly tls?: ConnectionOptions
}): Promise<MllpClient> {
  const host = address.host ?? '127.0.0.1'
  const socket: Socket = address.tls
    ? connectTls({ host, port: address.port, ...address.tls })
    : connect({ host, port: address.port })
  await new Promise<void>((resolve, reject) => {
    socket.once(address.tls ? 'secureConnect' : 'connect', resolve)
    socket.once('error', reject)
  })
  socket.setNoDelay(true)
  const waiting: { resolve: (answer: Buffer) => void; reject: (error: Error) => void }[] = []
  const frames = new FrameReader({ frameBytes: 1_048_576, hold: () => true, release: () => undefined })
  socket.on('data', (chunk: Buffer) => {
    for (const event of frames.push(chunk)) if (isFrame(event)) waiting.shift()?.resolve(event.bytes)
  })
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  void closed.then(() => {
    for (const each of waiting.splice(0)) each.reject(new Error('connection closed before the answer'))
  })
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        socket.write(framed(message))
      }),
    sendRaw: (bytes) => void socket.write(bytes),
    async close() {
      socket.end()
      await closed
    },
  }
}

const isFrame = (event: FrameEvent) => event.kind === 'frame'
