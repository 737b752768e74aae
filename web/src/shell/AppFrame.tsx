import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProvenanceDrawer } from '../ui/ProvenanceDrawer'
import { AppFooter } from './AppFooter'
import { AppHeader } from './AppHeader'
import { DemonstrationBar, LoopbackNotice, UnreachableNotice } from './Notices'
import { ShortcutHelp } from './ShortcutHelp'
import { useShortcuts } from './useShortcuts'

/** What stands around every page: header, notices, the page, totals. */
export function AppFrame() {
  const { t } = useTranslation()
  const [helpOpen, setHelpOpen] = useState(false)
  const shortcuts = useShortcuts(() => setHelpOpen(true))
  return (
    <ProvenanceDrawer>
      <a className="skip-link" href="#main">
        {t('app.skip')}
      </a>
      <AppHeader onHelp={() => setHelpOpen(true)} />
      <section aria-label={t('app.notices')}>
        <LoopbackNotice />
        <DemonstrationBar />
        <UnreachableNotice />
      </section>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <AppFooter />
      <ShortcutHelp opened={helpOpen} onClose={() => setHelpOpen(false)} shortcuts={shortcuts} />
    </ProvenanceDrawer>
  )
}
