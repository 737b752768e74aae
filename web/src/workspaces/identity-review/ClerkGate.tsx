import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isName, useClerk } from './useClerk'

/** Nothing of anybody is shown before the clerk has said a name: it stands beside every look and every answer. */
export function ClerkGate({ children }: { children: (clerk: string) => ReactNode }) {
  const { t } = useTranslation()
  const { clerk, setClerk } = useClerk()
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  if (clerk !== '') {
    return (
      <>
        <p className="review-clerk no-print">
          {t('identityReview.clerkIs', { clerk })}{' '}
          <button type="button" className="text-button" onClick={() => setClerk('')}>
            {t('identityReview.clerkOther')}
          </button>
        </p>
        {children(clerk)}
      </>
    )
  }
  return (
    <form
      className="card review-gate"
      onSubmit={(event) => {
        event.preventDefault()
        if (isName(typed)) setClerk(typed)
        else setWrong(true)
      }}
    >
      <TextInput
        label={t('identityReview.clerk')}
        description={t('identityReview.clerkWhy')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={wrong && !isName(typed) && t('identityReview.clerkWrong')}
        autoComplete="off"
        maxLength={60}
      />
      <Button type="submit">{t('identityReview.start')}</Button>
    </form>
  )
}
