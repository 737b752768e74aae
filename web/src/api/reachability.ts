import { useSyncExternalStore } from 'react'

// One flag for the whole app: did the last question reach the server? The header shows it with a retry.
let reachable = true
const listeners = new Set<() => void>()

function set(next: boolean) {
  if (next === reachable) return
  reachable = next
  for (const listener of listeners) listener()
}

export const markReachable = () => set(true)
export const markUnreachable = () => set(false)

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useReachable = () => useSyncExternalStore(subscribe, () => reachable)
