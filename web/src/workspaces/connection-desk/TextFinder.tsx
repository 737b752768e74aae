import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icons'
import { mostFound } from './mark-place'

interface Props {
  readonly wanted: string
  readonly onWanted: (wanted: string) => void
  readonly at: number
  readonly onAt: (at: number) => void
  readonly total: number
}

/** The browser's own search sees only the lines on the screen, so the table has one that sees them all. */
export function TextFinder({ wanted, onWanted, at, onAt, total }: Props) {
  const { t } = useTranslation()
  const move = (step: number) => total > 0 && onAt((at + step + total) % total)
  const count =
    total === 0
      ? t('file.foundNone')
      : t(total >= mostFound ? 'file.foundMany' : 'file.found', { at: at + 1, total })
  return (
    <search className="text-finder">
      <TextInput
        aria-label={t('file.find')}
        placeholder={t('file.find')}
        value={wanted}
        onChange={(event) => onWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') move(event.shiftKey ? -1 : 1)
          if (event.key === 'Escape') onWanted('')
        }}
        leftSection={<Icon name="search" />}
        data-page-search
      />
      <span role="status" className="caption">
        {wanted !== '' && count}
      </span>
      {total > 1 && (
        <>
          <button
            type="button"
            className="tool-button"
            aria-label={t('file.previous')}
            onClick={() => move(-1)}
          >
            <Icon name="back" />
          </button>
          <button type="button" className="tool-button" aria-label={t('file.next')} onClick={() => move(1)}>
            <Icon name="chevron" />
          </button>
        </>
      )}
    </search>
  )
}
