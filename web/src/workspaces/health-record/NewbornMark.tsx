import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icons'

/** Stands by the name of somebody who was days old at the last visit. */
export function NewbornMark() {
  const { t } = useTranslation()
  return (
    <span className="mark-pill newborn" data-testid="newborn">
      <Icon name="info" size={12} /> {t('search.newborn')}
    </span>
  )
}
