import { usePageKeys } from '../../ui/usePageKeys'

interface Actions {
  readonly choose: (at: number) => void
  readonly none: () => void
  readonly later: () => void
  readonly undo: () => void
}

/** 1-9, N, L, U. */
export function useMappingKeys({ choose, none, later, undo }: Actions) {
  const letters: Record<string, () => void> = { n: none, l: later, u: undo }
  usePageKeys((key) => (/^[1-9]$/.test(key) ? () => choose(Number(key) - 1) : letters[key]))
}
