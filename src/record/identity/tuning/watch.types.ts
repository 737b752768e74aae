/** What is being done: told to whoever waits for it. */
export type TuningStep =
  | 'common-numbers'
  | 'common-keys'
  | 'holders'
  | 'records'
  | 'mates'
  | 'weights'
  | 'settle'

/** Whoever waits may look on, and stop it. */
export interface Watch {
  readonly signal?: AbortSignal
  onProgress?(step: TuningStep, done: number, total: number): void
}
