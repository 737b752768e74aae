import { useRef, useState } from 'react'
import { previewImport } from '../../api/catalogues'
import type { CatalogueImportOptions, CatalogueImportPreview } from '../../api/types'
import { today } from './today'

/** The file, what was chosen about it, and the newest preview; an older answer that comes late is dropped. */
export function useImport(list: string) {
  const [file, setFile] = useState<File>()
  const [options, setOptions] = useState<CatalogueImportOptions>({ mode: 'replace', effectiveFrom: today() })
  const [preview, setPreview] = useState<CatalogueImportPreview>()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const turn = useRef(0)

  const look = async (next: File, how: CatalogueImportOptions) => {
    turn.current += 1
    const mine = turn.current
    setBusy(true)
    setError(null)
    try {
      const seen = await previewImport(list, next, how)
      if (mine === turn.current) setPreview(seen)
    } catch (problem) {
      if (mine !== turn.current) return
      setError(problem)
    } finally {
      if (mine === turn.current) setBusy(false)
    }
  }

  return {
    file,
    options,
    preview,
    error,
    busy,
    choose(next: File) {
      // Another file has other columns: what was chosen about them is forgotten, the rest stays.
      const how = { mode: options.mode, effectiveFrom: options.effectiveFrom }
      setFile(next)
      setOptions(how)
      setPreview(undefined)
      void look(next, how)
    },
    change(next: Partial<CatalogueImportOptions>) {
      const how = { ...options, ...next }
      setOptions(how)
      if (file) void look(file, how)
    },
    clear() {
      turn.current += 1
      setFile(undefined)
      setPreview(undefined)
      setError(null)
      setBusy(false)
    },
  }
}
