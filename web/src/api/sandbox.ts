import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getJson, sendBytes, sendJson } from './client'
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

/** One file; what became of each message is the answer. */
export const sendSandboxFile = (sandboxId: string, file: File): Promise<SandboxFileAnswer> =>
  sendBytes(`${pathOf(sandboxId)}/files`, file, { fileName: file.name })
