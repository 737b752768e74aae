import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { Loading } from '../ui/Loading'
import { SearchPage } from '../workspaces/health-record/SearchPage'
import { AppFrame } from './AppFrame'
import { CrashPage, NotFoundPage } from './FallbackPages'
import { keep, parseSearch, paths, stringifySearch } from './paths'

const root = createRootRoute({ component: AppFrame, notFoundComponent: NotFoundPage })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.search })
  },
})

const search = createRoute({
  getParentRoute: () => root,
  path: paths.search,
  validateSearch: keep('q'),
  component: SearchPage,
})

const record = createRoute({
  getParentRoute: () => root,
  path: paths.record,
  component: lazyRouteComponent(() => import('../workspaces/health-record/RecordPage'), 'RecordPage'),
})

const desk = createRoute({
  getParentRoute: () => root,
  path: paths.desk,
  validateSearch: keep('facility', 'status', 'code'),
  component: lazyRouteComponent(() => import('../workspaces/connection-desk/DeskPage'), 'DeskPage'),
})

const problems = createRoute({
  getParentRoute: () => root,
  path: paths.problems,
  component: lazyRouteComponent(() => import('../workspaces/connection-desk/ProblemsPage'), 'ProblemsPage'),
})

const facilities = createRoute({
  getParentRoute: () => root,
  path: paths.facilities,
  component: lazyRouteComponent(
    () => import('../workspaces/connection-desk/FacilitiesPage'),
    'FacilitiesPage',
  ),
})

const receipt = createRoute({
  getParentRoute: () => root,
  path: paths.receipt,
  validateSearch: keep('status'),
  component: lazyRouteComponent(() => import('../workspaces/connection-desk/ReceiptPage'), 'ReceiptPage'),
})

const file = createRoute({
  getParentRoute: () => root,
  path: paths.file,
  validateSearch: keep('table', 'row', 'field'),
  component: lazyRouteComponent(() => import('../workspaces/connection-desk/FilePage'), 'FilePage'),
})

export const router = createRouter({
  routeTree: root.addChildren([home, search, record, desk, problems, facilities, receipt, file]),
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: CrashPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
