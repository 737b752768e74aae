import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../../api/meta'
import { isSearchable, usePersonSearch } from '../../api/persons'
import { paths } from '../../shell/paths'
import { EmptyView } from '../../ui/EmptyView'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { RecordTabs } from '../identity-review/RecordTabs'
import { PersonHitList } from './PersonHitList'
import './search.css'

const route = getRouteApi(paths.search)

export function SearchPage() {
  const { t } = useTranslation()
  const { q = '' } = route.useSearch()
  const answer = usePersonSearch(q)
  const goToFirst = useGoToFirst(q, answer.data !== undefined && !answer.isPlaceholderData)
  return (
    <div className="page">
      <RecordTabs />
      <PageHeading
        title={t('search.title')}
        tab={q === '' ? t('nav.record') : t('search.results')}
        takesFocus={false}
      />
      <SearchBox q={q} onGo={goToFirst} />
      <SearchAnswer q={q} answer={answer} />
    </div>
  )
}

/**
 * Enter goes to the first person found for what is typed; typed quickly, that answer is still on its way, and the rows
 * on the screen belong to an earlier question: the wrong person must not be one more Enter away.
 */
function useGoToFirst(q: string, answered: boolean) {
  const [wanted, setWanted] = useState<string>()
  useEffect(() => {
    if (wanted !== q || !answered) return
    document.querySelector<HTMLElement>('[data-row]')?.focus()
    setWanted(undefined)
  }, [wanted, q, answered])
  return setWanted
}

interface BoxProps {
  readonly q: string
  /** Which question's first answer should be gone to; undefined: stay here. */
  readonly onGo: (q: string | undefined) => void
}

/** What is typed stands here; after a pause it goes into the address, and the address is what is asked. */
function SearchBox({ q, onGo }: BoxProps) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const [typed, setTyped] = useState(q)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(q)
  const send = useDebouncedCallback((next: string) => {
    sent.current = next.trim()
    void navigate({ search: sent.current === '' ? {} : { q: sent.current }, replace: true })
  }, 250)
  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    // The address changed by itself (back button, a link): show it; our own echo must not undo newer typing.
    if (q !== sent.current) {
      sent.current = q
      setTyped(q)
    }
  }, [q])
  const type = (next: string) => {
    setTyped(next)
    onGo(undefined)
    send(next)
  }
  const go = () => {
    send(typed)
    send.flush()
    onGo(typed.trim())
  }
  return (
    <search>
      <TextInput
        ref={input}
        size="md"
        classNames={{ input: 'search-input' }}
        label={t('search.label')}
        description={t('search.hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') type('')
          if (event.key === 'Enter') go()
          if (event.key === 'ArrowDown') {
            event.preventDefault()
            go()
          }
        }}
        leftSection={<Icon name="search" size={20} />}
        rightSection={typed !== '' && <CloseButton aria-label={t('search.clear')} onClick={() => type('')} />}
        autoComplete="off"
        spellCheck={false}
        data-page-search
      />
    </search>
  )
}

function SearchAnswer({ q, answer }: { q: string; answer: ReturnType<typeof usePersonSearch> }) {
  const { t } = useTranslation()
  const { data: meta } = useMeta()
  const { data, error, isFetching, isPlaceholderData, refetch } = answer
  if (!isSearchable(q)) {
    return (
      <EmptyView title={t('search.empty')}>
        {meta && <p>{t('search.emptyMore', { count: meta.counts.persons })}</p>}
      </EmptyView>
    )
  }
  if (error && !isFetching) return <ErrorView error={error} onRetry={refetch} />
  if (!data) return <Loading label={t('search.loading')} />
  if (data.items.length === 0 && !isPlaceholderData) return <NobodyFound q={q} />
  const count = data.items.length
  return (
    <section
      aria-label={t('search.results')}
      aria-busy={isFetching}
      className={isPlaceholderData ? 'is-stale' : ''}
    >
      <p className="search-count" role="status">
        {data.more ? t('search.foundMore', { count }) : t('search.found', { count })}
      </p>
      <PersonHitList hits={data.items} />
    </section>
  )
}

function NobodyFound({ q }: { q: string }) {
  const { t } = useTranslation()
  return (
    <div role="status">
      <EmptyView title={t('search.noResult', { q })}>
        <ul>
          <li>{t('search.advice1')}</li>
          <li>{t('search.advice2')}</li>
          <li>{t('search.advice3')}</li>
        </ul>
        <Link to={paths.facilities}>{t('search.adviceDesk')}</Link>
      </EmptyView>
    </div>
  )
}
