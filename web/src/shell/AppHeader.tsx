import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { changeLanguage } from '../i18n'
import { Icon } from '../ui/icons'
import { paths } from './paths'

export function AppHeader({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation()
  return (
    <header className="app-header no-print">
      <Link to={paths.search} className="brand">
        <img src="/mach.svg" alt="" width={28} height={28} />
        <span className="brand-name">{t('app.name')}</span>
        <span className="brand-tagline">{t('app.tagline')}</span>
      </Link>
      <nav aria-label={t('app.navigation')} className="app-nav">
        <Link
          to={paths.search}
          className="nav-link"
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ includeSearch: false }}
        >
          <Icon name="person" /> {t('nav.record')}
        </Link>
        <Link
          to={paths.desk}
          className="nav-link"
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ includeSearch: false }}
        >
          <Icon name="layers" /> {t('nav.desk')}
        </Link>
        <Link
          to={paths.catalogues}
          className="nav-link"
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ includeSearch: false }}
        >
          <Icon name="source" /> {t('nav.catalogues')}
        </Link>
      </nav>
      <div className="app-tools">
        <LanguageSwitch />
        <button
          type="button"
          className="tool-button help-button"
          onClick={onHelp}
          aria-label={t('app.shortcuts')}
          title={t('app.shortcuts')}
        >
          <Icon name="keyboard" size={18} />
        </button>
      </div>
    </header>
  )
}

function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  return (
    <fieldset className="language-switch">
      <legend className="visually-hidden">{t('app.language')}</legend>
      {(['vi', 'en'] as const).map((language) => (
        <button
          type="button"
          key={language}
          lang={language}
          title={language === 'vi' ? 'Tiếng Việt' : 'English'}
          aria-pressed={i18n.language === language}
          onClick={() => void changeLanguage(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  )
}
