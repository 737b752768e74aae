import { useTranslation } from 'react-i18next'
import type { Language } from '../i18n'
import { ageAt, formatBytes, formatDong, formatNumber, formatShare } from './format'

/** Numbers, money and ages in the language of the moment. */
export function useFormat() {
  const { t, i18n } = useTranslation()
  const language: Language = i18n.language === 'en' ? 'en' : 'vi'
  return {
    number: (value: number) => formatNumber(value, language),
    share: (share: number) => formatShare(share, language),
    /** Never rounded up to certainty: 99,9% is the most that an estimate says. */
    chance: (chance: number) =>
      `${formatNumber(Math.floor(Math.min(chance, 0.999) * 1_000) / 10, language)}%`,
    dong: (text: string) => formatDong(text, language),
    bytes: (bytes: number) => formatBytes(bytes, language),
    /** "70 tuổi", "14 tháng tuổi"; null when the birth date says nothing. */
    age: (birth: string | null, at: string | null = null): string | null => {
      const age = birth === null ? null : ageAt(birth, at === null ? new Date() : new Date(at))
      return age === null ? null : t(`age.${age.unit}`, { count: age.count })
    },
  }
}
