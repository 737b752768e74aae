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
  review: () => import('../workspaces/identity-review/ReviewPage'),
  reviewAnswers: () => import('../workspaces/identity-review/AnswersPage'),
  reviewWorkload: () => import('../workspaces/identity-review/WorkloadPage'),
  reviewCorrections: () => import('../workspaces/identity-review/CorrectionsPage'),
  desk: () => import('../workspaces/connection-desk/DeskPage'),
  problems: () => import('../workspaces/connection-desk/ProblemsPage'),
  facilities: () => import('../workspaces/connection-desk/FacilitiesPage'),
  csvMapping: () => import('../workspaces/csv-mapping/CsvMappingPage'),
  gateway: () => import('../workspaces/gateway-accounts/AccountsPage'),
  gatewayEvents: () => import('../workspaces/gateway-accounts/EventsPage'),
  gatewayRelay: () => import('../workspaces/gateway-accounts/RelayPage'),
  quality: () => import('../workspaces/data-quality/QualityPage'),
  qualityFacility: () => import('../workspaces/data-quality/QualityFacilityPage'),
  certification: () => import('../workspaces/certification/CertificationPage'),
  sandbox: () => import('../workspaces/certification/SandboxPage'),
  receipt: () => import('../workspaces/connection-desk/ReceiptPage'),
  file: () => import('../workspaces/connection-desk/FilePage'),
  catalogues: () => import('../workspaces/catalogues/CataloguesPage'),
  catalogue: () => import('../workspaces/catalogues/CataloguePage'),
  importCatalogue: () => import('../workspaces/catalogues/ImportPage'),
  mapping: () => import('../workspaces/catalogues/MappingPage'),
  wardMoves: () => import('../workspaces/catalogues/WardMovesPage'),
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

const review = createRoute({
  getParentRoute: () => root,
  path: paths.review,
  validateSearch: keep('state', 'facility', 'reason', 'guard', 'days', 'item'),
  component: lazyRouteComponent(pages.review, 'ReviewPage'),
})

const reviewAnswers = createRoute({
  getParentRoute: () => root,
  path: paths.reviewAnswers,
  validateSearch: keep('who', 'person'),
  component: lazyRouteComponent(pages.reviewAnswers, 'AnswersPage'),
})

const reviewWorkload = createRoute({
  getParentRoute: () => root,
  path: paths.reviewWorkload,
  validateSearch: keep('days'),
  component: lazyRouteComponent(pages.reviewWorkload, 'WorkloadPage'),
})

const reviewCorrections = createRoute({
  getParentRoute: () => root,
  path: paths.reviewCorrections,
  validateSearch: keep('state'),
  component: lazyRouteComponent(pages.reviewCorrections, 'CorrectionsPage'),
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

const csvMapping = createRoute({
  getParentRoute: () => root,
  path: paths.csvMapping,
  validateSearch: keep('facility'),
  component: lazyRouteComponent(pages.csvMapping, 'CsvMappingPage'),
})

const quality = createRoute({
  getParentRoute: () => root,
  path: paths.quality,
  validateSearch: keep('period', 'vendor', 'q', 'sort'),
  component: lazyRouteComponent(pages.quality, 'QualityPage'),
})

const qualityFacility = createRoute({
  getParentRoute: () => root,
  path: paths.qualityFacility,
  validateSearch: keep('period'),
  component: lazyRouteComponent(pages.qualityFacility, 'QualityFacilityPage'),
})

const certification = createRoute({
  getParentRoute: () => root,
  path: paths.certification,
  validateSearch: keep('state'),
  component: lazyRouteComponent(pages.certification, 'CertificationPage'),
})

const sandbox = createRoute({
  getParentRoute: () => root,
  path: paths.sandbox,
  component: lazyRouteComponent(pages.sandbox, 'SandboxPage'),
})

const gateway = createRoute({
  getParentRoute: () => root,
  path: paths.gateway,
  component: lazyRouteComponent(pages.gateway, 'AccountsPage'),
})

const gatewayEvents = createRoute({
  getParentRoute: () => root,
  path: paths.gatewayEvents,
  validateSearch: keep('facility', 'only'),
  component: lazyRouteComponent(pages.gatewayEvents, 'EventsPage'),
})

const gatewayRelay = createRoute({
  getParentRoute: () => root,
  path: paths.gatewayRelay,
  component: lazyRouteComponent(pages.gatewayRelay, 'RelayPage'),
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

const catalogues = createRoute({
  getParentRoute: () => root,
  path: paths.catalogues,
  validateSearch: keep('on'),
  component: lazyRouteComponent(pages.catalogues, 'CataloguesPage'),
})

const catalogue = createRoute({
  getParentRoute: () => root,
  path: paths.catalogue,
  validateSearch: keep('q', 'on', 'code', 'from', 'to', 'kind'),
  component: lazyRouteComponent(pages.catalogue, 'CataloguePage'),
})

const importCatalogue = createRoute({
  getParentRoute: () => root,
  path: paths.importCatalogue,
  component: lazyRouteComponent(pages.importCatalogue, 'ImportPage'),
})

const mapping = createRoute({
  getParentRoute: () => root,
  path: paths.mapping,
  validateSearch: keep('source', 'list', 'state', 'q'),
  component: lazyRouteComponent(pages.mapping, 'MappingPage'),
})

const wardMoves = createRoute({
  getParentRoute: () => root,
  path: paths.wardMoves,
  validateSearch: keep('q'),
  component: lazyRouteComponent(pages.wardMoves, 'WardMovesPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    search,
    record,
    review,
    reviewAnswers,
    reviewWorkload,
    reviewCorrections,
    desk,
    problems,
    facilities,
    csvMapping,
    gateway,
    gatewayEvents,
    gatewayRelay,
    quality,
    qualityFacility,
    certification,
    sandbox,
    receipt,
    file,
    catalogues,
    mapping,
    wardMoves,
    catalogue,
    importCatalogue,
  ]),
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
