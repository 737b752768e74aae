import './shell/styles'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/query-client'
import { startLanguage } from './i18n'
import { fetchAllPages, router } from './shell/router'
import { theme } from './shell/theme'

// A tab left open over an upgrade asks for parts that are gone: load the new whole once, not in a loop.
window.addEventListener('vite:preloadError', () => {
  const key = 'mach.reloadedAt'
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < 60_000) return
  // While the server is away a reload would trade a page that still shows something for the browser's own error.
  fetch('/healthz').then(
    () => {
      sessionStorage.setItem(key, String(Date.now()))
      window.location.reload()
    },
    () => {},
  )
})

await startLanguage()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} forceColorScheme="light">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)

window.setTimeout(() => void fetchAllPages(), 1_500)
