import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** `0.985` → "98,5%"; whole where whole. Floored, so that 100% means all. */
export function useShare() {
  const { i18n } = useTranslation()
  const locale = i18n.language === 'en' ? 'en-GB' : 'vi-VN'
  return useCallback(
    (share: number) =>
      `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(Math.floor(share * 1000 + 1e-9) / 10)}%`,
    [locale],
  )
}
