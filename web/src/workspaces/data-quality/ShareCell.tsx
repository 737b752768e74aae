import { useTranslation } from 'react-i18next'
import { heatOf } from './heat-of'
import { useShare } from './useShare'

/** A share as a number on a ground that darkens where it is poor; the number says it, the ground only leads the eye. */
export function ShareCell({ share, name }: { share: number | null; name: string }) {
  const { t } = useTranslation()
  const shareText = useShare()
  return (
    <td className={`is-number heat heat-${heatOf(share)}`} data-label={name}>
      {share === null ? <span className="caption">{t('quality.noShare')}</span> : shareText(share)}
    </td>
  )
}
