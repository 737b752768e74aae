import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { vi } from './vi'

export type Language = 'vi' | 'en'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof vi }
  }
}

const storageKey = 'mach.language'

const remembered = (): Language => {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'vi'
  } catch {
    return 'vi'
  }
}

// English is fetched only by those who switch to it.
async function load(language: Language) {
  if (language !== 'en' || i18next.hasResourceBundle('en', 'translation')) return
  const { en } = await import('./en')
  i18next.addResourceBundle('en', 'translation', en)
}

export async function startLanguage() {
  await i18next.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: 'vi',
    resources: { vi: { translation: vi } },
    interpolation: { escapeValue: false },
  })
  await changeLanguage(remembered())
}

export async function changeLanguage(language: Language) {
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // A browser that forbids storage still switches, it only forgets.
  }
}
