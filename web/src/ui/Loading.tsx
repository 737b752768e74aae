import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Grey lines where content will stand; they wait 300 ms so that a quick answer does not flicker. */
export function Loading({ lines = 4, label }: { lines?: number; label?: string }) {
  const { t } = useTranslation()
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{label ?? t('state.loading')}</span>
      {slow &&
        Array.from({ length: lines }, (_, line) => <div key={String(line)} className="loading-line" />)}
    </div>
  )
}
