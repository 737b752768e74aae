import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBulk, useDecide } from '../../api/mapping'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { Loading } from '../../ui/Loading'
import { useFormat } from '../../ui/useFormat'
import { keyText } from './useDecisions'

interface Props {
  readonly source: string | undefined
  readonly list: string | undefined
  readonly onAccepted: (batch: string) => void
}

const thresholds = [0.9, 0.95, 0.98, 1]

/** Shows every proposal before any is accepted; the whole batch can be undone together. */
export function BulkAccept({ source, list, onAccepted }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const textOf = useErrorText()
  const [opened, setOpened] = useState(false)
  const [threshold, setThreshold] = useState(0.95)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const bulk = useBulk(source ?? '', list ?? '', threshold, opened)
  const decide = useDecide()
  const taken = bulk.data?.items.filter(({ key }) => !left.has(keyText(key))) ?? []
  const accept = () =>
    decide.mutate(
      taken.map(({ key, target }) => ({
        key,
        decision: { state: 'mapped', target: target.code, equivalence: 'equivalent' },
      })),
      {
        onSuccess: ({ batch }) => {
          setOpened(false)
          onAccepted(batch)
        },
      },
    )
  const toggle = (key: string) =>
    setLeft((former) => {
      const next = new Set(former)
      if (!next.delete(key)) next.add(key)
      return next
    })
  return (
    <>
      <ExplainedButton
        variant="default"
        whyNot={source && list ? undefined : t('catalogues.map.bulkWhy')}
        onClick={() => setOpened(true)}
      >
        {t('catalogues.map.bulk')}
      </ExplainedButton>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('catalogues.map.bulkTitle')}
        size="xl"
        attributes={{ header: { role: 'presentation' } }}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        <p className="cat-intro">{t('catalogues.map.bulkIntro')}</p>
        <label className="select-field">
          {t('catalogues.map.bulkThreshold')}
          <select value={threshold} onChange={(event) => setThreshold(Number(event.currentTarget.value))}>
            {thresholds.map((each) => (
              <option key={each} value={each}>
                {format.share(each)}
              </option>
            ))}
          </select>
        </label>
        {bulk.isFetching && <Loading lines={4} />}
        {bulk.data?.items.length === 0 && <p>{t('catalogues.map.bulkNone')}</p>}
        <ul className="bulk-list">
          {bulk.data?.items.map((item) => {
            const key = keyText(item.key)
            return (
              <li key={key} data-testid="bulk-line">
                <label>
                  <input type="checkbox" checked={!left.has(key)} onChange={() => toggle(key)} />
                  <span>
                    {item.display} <span className="caption">({item.key.code})</span>
                    <br />
                    <span aria-hidden="true">→</span> <strong>{item.target.code}</strong> {item.target.name}
                  </span>
                  <span className="caption digits">{format.share(item.score)}</span>
                </label>
              </li>
            )
          })}
        </ul>
        {(decide.error ?? bulk.error) && (
          <p role="alert" className="outcome outcome-bad">
            {textOf(decide.error ?? bulk.error)}
          </p>
        )}
        {taken.length > 0 && (
          <Button onClick={accept} loading={decide.isPending}>
            {t('catalogues.map.bulkAccept', { count: taken.length })}
          </Button>
        )}
      </Modal>
    </>
  )
}
