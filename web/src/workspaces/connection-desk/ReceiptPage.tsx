import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useReceipt } from '../../api/intake'
import { paths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { Icon } from '../../ui/icons'
import { Loading } from '../../ui/Loading'
import { PageHeading } from '../../ui/PageHeading'
import { ReceiptFacts } from './ReceiptFacts'
import { ReceiptFileList } from './ReceiptFileList'
import { StatusCounts } from './StatusCounts'
import { TextProblems } from './TextProblems'
import './desk.css'

const route = getRouteApi(paths.receipt)

export function ReceiptPage() {
  const { t } = useTranslation()
  const { receiptId } = route.useParams()
  const { status } = route.useSearch()
  const query = useReceipt(receiptId, status)
  const receipt = query.data?.pages.at(-1)
  const files = query.data?.pages.flatMap((page) => page.files) ?? []
  return (
    <div className="page">
      <Link to={paths.desk} className="quiet-link no-print">
        <Icon name="back" size={14} /> {t('receipt.back')}
      </Link>
      <PageHeading
        title={
          receipt
            ? t('receipt.title', { name: receipt.fileName ?? t('desk.noFileName') })
            : t('desk.receipts')
        }
      />
      {query.error && !receipt && (
        <ErrorView error={query.error} onRetry={query.refetch} notFound={t('receipt.notFound')} />
      )}
      {!receipt && !query.error && <Loading lines={8} />}
      {receipt && (
        <>
          <ReceiptFacts receipt={receipt} />
          {receipt.problems.length > 0 && (
            <section className="card receipt-problems" aria-label={t('receipt.problems')}>
              <h2>{t('receipt.problems')}</h2>
              <TextProblems problems={receipt.problems} />
            </section>
          )}
          <section aria-labelledby="files-title">
            <h2 id="files-title">{t('receipt.files')}</h2>
            <StatusCounts receipt={receipt} status={status} />
            {files.length === 0 && <p>{t('receipt.none')}</p>}
            <ReceiptFileList receiptId={receiptId} files={files} />
            {query.hasNextPage && (
              <Button
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => query.fetchNextPage()}
              >
                {t('receipt.more')}
                {!status && ` (${t('state.of', { shown: files.length, total: receipt.counts.total })})`}
              </Button>
            )}
          </section>
        </>
      )}
    </div>
  )
}
