import { useTranslation } from 'react-i18next'
import type { QualityBoard } from '../../api/types'
import { MeasureTable } from './MeasureTable'

export function VendorTable({ vendors }: { vendors: QualityBoard['vendors'] }) {
  const { t } = useTranslation()
  return (
    <section className="card quality-board" aria-labelledby="quality-vendors">
      <h2 id="quality-vendors">{t('quality.vendorsTitle')}</h2>
      <MeasureTable
        of={t('quality.vendor')}
        title={t('quality.vendorsTitle')}
        rows={vendors.map(({ vendor, facilities, measures }) => ({
          key: vendor ?? '',
          name: (
            <>
              {vendor ?? t('quality.unknownVendor')}
              <span className="caption">{t('quality.facilities', { count: facilities })}</span>
            </>
          ),
          measures,
        }))}
      />
    </section>
  )
}
