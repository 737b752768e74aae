import { Kbd, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReviewAnswer } from '../../api/types'
import { answerKeys } from './useReviewKeys'

/** What each key does, and what the weights mean. */
export function ReviewHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('identityReview.help')}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('state.close') }}
      centered
    >
      <table className="plain-table">
        <tbody>
          {(Object.keys(answerKeys) as ReviewAnswer[]).map((answer) => (
            <Row key={answer} name={answerKeys[answer]} does={t(`identityReview.helpOf.${answer}`)} />
          ))}
          <Row name="Z" does={t('identityReview.helpOf.undo')} />
          <Row name="N" does={t('identityReview.helpOf.next')} />
        </tbody>
      </table>
      <p className="review-help-bits">{t('identityReview.helpBits')}</p>
    </Modal>
  )
}

const Row = ({ name, does }: { name: string; does: string }) => (
  <tr>
    <th scope="row">
      <Kbd>{name}</Kbd>
    </th>
    <td>{does}</td>
  </tr>
)
