import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ReceiptAnswer } from '../../api/types'
import { contentTypeOf, uploadFile } from '../../api/upload'

export interface Upload {
  readonly id: number
  readonly name: string
  readonly share: number
  readonly answer?: ReceiptAnswer
  readonly error?: unknown
  readonly wrongKind?: boolean
}

const remembered = 5

/** Sends files one after another and keeps the last few answers in sight. */
export function useUploads() {
  const client = useQueryClient()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const [busy, setBusy] = useState(false)
  const nextId = useRef(1)
  const queue = useRef(Promise.resolve())

  const update = (id: number, change: Partial<Upload>) =>
    setUploads((before) => before.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)))

  const sendOne = async (file: File, facility?: string) => {
    const id = nextId.current++
    const wrongKind = contentTypeOf(file.name) === null
    setUploads((before) => [{ id, name: file.name, share: 0, wrongKind }, ...before].slice(0, remembered))
    if (wrongKind) return
    try {
      const answer = await uploadFile(file, facility, (share) => update(id, { share }))
      update(id, { answer, share: 1 })
    } catch (error) {
      update(id, { error })
    }
    await client.invalidateQueries()
  }

  const send = (files: readonly File[], facility?: string) => {
    setBusy(true)
    for (const file of files) queue.current = queue.current.then(() => sendOne(file, facility))
    const mine = queue.current
    void mine.then(() => mine === queue.current && setBusy(false))
  }
  const dismiss = (id: number) => setUploads((before) => before.filter((upload) => upload.id !== id))
  return { uploads, busy, send, dismiss }
}
