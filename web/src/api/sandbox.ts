import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError, errorFrom, getJson, parse, sendJson, withParams } from './client'
import { markReachable, markUnreachable } from './reachability'
import type { SandboxFileAnswer, SandboxList, SandboxPage, SandboxState } from './types'

export const useSandboxes = () =>
  useQuery({
    queryKey: ['sandboxes'],
    queryFn: ({ signal }) => getJson<SandboxList>('/api/sandbox', {}, signal),
  })

const pathOf = (sandboxId: string) => `/api/sandbox/${encodeURIComponent(sandboxId)}`

export const useSandbox = (sandboxId: string) =>
  useQuery({
    queryKey: ['sandbox', sandboxId],
    queryFn: ({ signal }) => getJson<SandboxPage>(pathOf(sandboxId), {}, signal),
    // Messages may come from the vendor's own program while the page stands open.
    refetchInterval: 10_000,
  })

export interface NewSandbox {
  readonly facilityCode: string
  readonly vendor: string
  readonly software: string
  readonly softwareVersion: string
  readonly plans: readonly string[]
  readonly services: readonly string[]
}

export const useOpenSandbox = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sandbox: NewSandbox) => sendJson<{ sandboxId: string }>('POST', '/api/sandbox', sandbox),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sandboxes'] }),
  })
}

export interface Move {
  readonly to: SandboxState
  readonly by: string
  readonly reason: string
  readonly exception: string | null
}

export const useMoveSandbox = (sandboxId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (move: Move) => sendJson<{ state: SandboxState }>('POST', `${pathOf(sandboxId)}/state`, move),
    onSettled: () => client.invalidateQueries(),
  })
}

/** One file, as its bytes are; what became of each message is the answer. */
export async function sendSandboxFile(sandboxId: string, file: File): Promise<SandboxFileAnswer> {
  let response: Response
  try {
    response = await fetch(withParams(`${pathOf(sandboxId)}/files`, { fileName: file.name }), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
      body: file,
    })
  } catch {
    markUnreachable()
    throw new ApiError('NETWORK', '', 0)
  }
  markReachable()
  const body = parse(await response.text())
  if (!response.ok) throw errorFrom(body, response.status)
  return body as SandboxFileAnswer
}
