import type { SandboxState } from './api.types.ts'

/** Who may move it where. The vendor tries and says it is ready; the department decides; every step can be taken back. */
const next: Readonly<Record<SandboxState, readonly SandboxState[]>> = {
  draft: ['testing'],
  testing: ['ready', 'draft', 'live'],
  ready: ['live', 'testing'],
  live: ['suspended'],
  suspended: ['live', 'testing'],
}

export const canStep = (from: SandboxState, to: SandboxState): boolean => next[from].includes(to)

/** Offered on the page: `testing` comes by itself with the first message. */
export const stepsFrom = (state: SandboxState): readonly SandboxState[] =>
  state === 'draft' ? [] : next[state]
