import { useTranslation } from 'react-i18next'

/** Names of reasons and guards come from the model; one this language has no words for is shown as it is. */
export function useWords() {
  const { t, i18n } = useTranslation()
  const word = (kind: 'reasons' | 'guards' | 'kinds') => (name: string) =>
    i18n.exists(`identityReview.${kind}.${name}`)
      ? t(`identityReview.${kind}.${name}` as 'identityReview.reasons.score')
      : name
  return { reason: word('reasons'), guard: word('guards'), kind: word('kinds') }
}
