import { useTranslation } from 'react-i18next'

/** What a catalogue or a column is called in the language of the moment. */
export function useTitleOf() {
  const { i18n } = useTranslation()
  return ({ title, titleEn }: { readonly title: string; readonly titleEn: string }) =>
    i18n.language === 'en' ? titleEn : title
}
