import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../api/catalogues'
import type { CatalogueCommitted } from '../../api/types'
import { paths } from '../../shell/paths'
import { ErrorView, useErrorText } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { CatalogueTabs } from './CatalogueTabs'
import { ChooseFile } from './ChooseFile'
import { ImportConfirm } from './ImportConfirm'
import { ImportLook } from './ImportLook'
import { today } from './today'
import { useImport } from './useImport'
import { useTitleOf } from './useTitleOf'

const route = getRouteApi(paths.importCatalogue)

/** Choose a file, look at what would happen, name the document, confirm. Nothing is kept before the last step. */
export function ImportPage() {
  const { t } = useTranslation()
  const titleOf = useTitleOf()
  const textOf = useErrorText()
  const { list } = route.useParams()
  const { data: card, error, refetch } = useCatalogue(list, today())
  const it = useImport(list)
  const [done, setDone] = useState<CatalogueCommitted>()
  if (!card)
    return (
      <div className="page">
        <CatalogueTabs />
        {error ? (
          <ErrorView error={error} onRetry={refetch} notFound={t('catalogues.notFound')} />
        ) : (
          <Loading />
        )}
      </div>
    )
  return (
    <div className="page import-page">
      <CatalogueTabs />
      <PageHeading title={t('catalogues.importTitle', { title: titleOf(card) })}>
        <Link to={paths.catalogue} params={{ list }} className="button-link is-quiet">
          <Icon name="back" /> {titleOf(card)}
        </Link>
      </PageHeading>
      {done ? (
        <div className="outcome outcome-good" role="status" data-testid="import-done">
          <p>{t('catalogues.importDone', { ...done })}</p>
          <p className="import-next">
            <Link to={paths.catalogue} params={{ list }}>
              {t('catalogues.importOpen')}
            </Link>
            <button
              type="button"
              className="text-button"
              onClick={() => {
                setDone(undefined)
                it.clear()
              }}
            >
              {t('catalogues.importAnother')}
            </button>
          </p>
        </div>
      ) : (
        <>
          <ChooseFile file={it.file} onFile={it.choose} busy={it.busy} />
          {it.error !== null && (
            <p role="alert" className="outcome outcome-bad" data-testid="import-error">
              {textOf(it.error)}
            </p>
          )}
          {it.preview && it.file && (
            <>
              <ImportLook card={card} preview={it.preview} options={it.options} onOptions={it.change} />
              <ImportConfirm
                key={`${it.file.name} ${it.preview.bad}`}
                card={card}
                file={it.file}
                preview={it.preview}
                options={it.options}
                onOptions={it.change}
                onDone={setDone}
              />
            </>
          )}
        </>
      )}
    </div>
  )
}
