import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type DecisionItem, useDecide, useUndoDecision } from '../../api/mapping'
import type { MappingDecision, MappingKey, MappingLine } from '../../api/types'

export const keyText = (key: MappingKey) => JSON.stringify([key.source, key.list, key.code, key.nameKey])
export const keyOf = ({ source, list, code, nameKey }: MappingKey): MappingKey => ({
  source,
  list,
  code,
  nameKey,
})

export type Decisions = ReturnType<typeof useDecisions>

/**
 * Which line is chosen, what was decided since the page was opened, and the way back. A decided line stays where it is,
 * marked, until the filter changes: a list that jumps under the hand leads to wrong choices.
 */
export function useDecisions(lines: readonly MappingLine[], filter: string) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState(0)
  const [decided, setDecided] = useState<ReadonlyMap<string, MappingDecision>>(new Map())
  const [batches, setBatches] = useState<readonly { batch: string; keys: readonly string[]; at: number }[]>(
    [],
  )
  const [said, setSaid] = useState<MappingDecision | 'undone' | null>(null)
  const deciding = useDecide()
  const undoing = useUndoDecision()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed filter is what starts the page anew.
  useEffect(() => {
    setChosen(0)
    setDecided(new Map())
  }, [filter])
  const at = Math.min(chosen, Math.max(0, lines.length - 1))
  const line = lines[at]

  const decide = (decision: MappingDecision) => {
    if (!line || deciding.isPending) return
    const items: DecisionItem[] = [{ key: keyOf(line), decision }]
    const key = keyText(line)
    deciding.mutate(items, {
      onSuccess: ({ batch }) => {
        setDecided((former) => new Map(former).set(key, decision))
        setSaid(decision)
        setBatches((former) => [...former, { batch, keys: [key], at }])
        const next = lines.findIndex((each, place) => place > at && !decided.has(keyText(each)))
        setChosen(next < 0 ? at : next)
      },
    })
  }

  const undo = () => {
    const last = batches.at(-1)
    if (!last || undoing.isPending) return
    undoing.mutate(last.batch, {
      onSuccess: () => {
        setDecided((former) => new Map([...former].filter(([key]) => !last.keys.includes(key))))
        setChosen(last.at)
        setSaid('undone')
        if (last.keys.length !== 1) void client.invalidateQueries({ queryKey: ['mapping'] })
      },
      onSettled: () => setBatches((former) => former.slice(0, -1)),
    })
  }

  return {
    line,
    lineKey: line ? keyText(line) : '',
    chosen: at,
    choose: setChosen,
    decided,
    decide,
    undo,
    /** The last thing that happened, for those who cannot see the mark. */
    said,
    canUndo: batches.length > 0,
    pending: deciding.isPending || undoing.isPending,
    error: deciding.error ?? undoing.error,
    /** A batch that was decided elsewhere on the page. */
    remember(batch: string) {
      setBatches((former) => [...former, { batch, keys: [], at }])
      void client.invalidateQueries({ queryKey: ['mapping'] })
    },
  }
}
