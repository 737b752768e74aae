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

// Sixty kilobytes in all. Fetched once the first page stands, so that a page opens even while the server is away.
const pages = {
  record: () => import('../workspaces/health-record/RecordPage'),
  desk: () => import('../workspaces/connection-desk/DeskPage'),
  problems: () => import('../workspaces/connection-desk/ProblemsPage'),
  facilities: () => import('../workspaces/connection-desk/FacilitiesPage'),
  receipt: () => import('../workspaces/connection-desk/ReceiptPage'),
  file: () => import('../workspaces/connection-desk/FilePage'),
}

export const fetchAllPages = () => Promise.allSettled(Object.values(pages).map((page) => page()))

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
  component: lazyRouteComponent(pages.record, 'RecordPage'),
})

const desk = createRoute({
  getParentRoute: () => root,
  path: paths.desk,
  validateSearch: keep('facility', 'status', 'code', 'day'),
  component: lazyRouteComponent(pages.desk, 'DeskPage'),
})

const problems = createRoute({
  getParentRoute: () => root,
  path: paths.problems,
  component: lazyRouteComponent(pages.problems, 'ProblemsPage'),
})

const facilities = createRoute({
  getParentRoute: () => root,
  path: paths.facilities,
  component: lazyRouteComponent(pages.facilities, 'FacilitiesPage'),
})

const receipt = createRoute({
  getParentRoute: () => root,
  path: paths.receipt,
  validateSearch: keep('status'),
  component: lazyRouteComponent(pages.receipt, 'ReceiptPage'),
})

const file = createRoute({
  getParentRoute: () => root,
  path: paths.file,
  validateSearch: keep('table', 'row', 'field'),
  component: lazyRouteComponent(pages.file, 'FilePage'),
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
  interface HistoryState {
    /** What a record showed, when somebody asked for its source. Never in the address: it may be a diagnosis. */
    readonly said?: readonly string[]
  }
}
