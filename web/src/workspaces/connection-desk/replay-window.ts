/** Which set-aside records the replay buttons mean; times as the browser's field writes them, in Vietnam. */
export interface ReplayWindow {
  readonly facility: string
  /** yyyy-MM-ddTHH:mm */
  readonly from: string
  readonly to: string
}

export const everything: ReplayWindow = { facility: '', from: '', to: '' }

/** A laptop set to another zone must not move the window: what is typed is the time of Vietnam. */
const instantOf = (typed: string) => (typed === '' ? undefined : `${typed.slice(0, 16)}:00+07:00`)

/** The window as the server asks for it. */
export const replayFilter = ({ facility, from, to }: ReplayWindow) => ({
  facility: facility || undefined,
  from: instantOf(from),
  to: instantOf(to),
})

export const isBackwards = ({ from, to }: ReplayWindow) => from !== '' && to !== '' && to <= from
