/** Every address of the app. A link names one of these; nothing else spells a path. */
export const paths = {
  search: '/ho-so',
  record: '/ho-so/$personId',
  review: '/ho-so/ra-soat',
  reviewAnswers: '/ho-so/ra-soat/da-tra-loi',
  reviewWorkload: '/ho-so/ra-soat/thong-ke',
  reviewCorrections: '/ho-so/ra-soat/da-xem-nham',
  desk: '/ket-noi',
  problems: '/ket-noi/van-de',
  facilities: '/ket-noi/co-so',
  csvMapping: '/ket-noi/anh-xa-csv',
  gateway: '/ket-noi/cong-giam-dinh',
  gatewayEvents: '/ket-noi/cong-giam-dinh/nhat-ky',
  gatewayRelay: '/ket-noi/cong-giam-dinh/chuyen-tiep',
  quality: '/ket-noi/chat-luong',
  qualityFacility: '/ket-noi/chat-luong/$facility',
  certification: '/ket-noi/chung-nhan',
  sandbox: '/ket-noi/chung-nhan/$sandboxId',
  receipt: '/ket-noi/$receiptId',
  file: '/ket-noi/$receiptId/$fileNumber',
  catalogues: '/danh-muc',
  mapping: '/danh-muc/anh-xa',
  wardMoves: '/danh-muc/xa-phuong-cu',
  catalogue: '/danh-muc/$list',
  importCatalogue: '/danh-muc/$list/nhap',
} as const

/** Addresses of the server that a link may open as they are. */
export const serverPaths = {
  fhir: (ref: string) => `/fhir/R4/${ref}`,
  fhirHistory: (ref: string) => `/fhir/R4/${ref}/_history`,
  raw: (receiptId: string) => `/intake/receipts/${encodeURIComponent(receiptId)}/raw`,
  qualityCsv: (query: string) => `/api/data-quality.csv${query}`,
  sandboxReport: (sandboxId: string, ending: 'json' | 'pdf', which: 'now' | 'fixed') =>
    `/api/sandbox/${encodeURIComponent(sandboxId)}/report${ending === 'pdf' ? '.pdf' : ''}?which=${which}`,
  certified: '/api/certified',
  reviewCsv: (days: string) => `/api/identity/review/workload.csv?days=${encodeURIComponent(days)}`,
  correctionsCsv: (state: string) =>
    `/api/identity/corrections.csv${state === '' ? '' : `?state=${encodeURIComponent(state)}`}`,
  record: (personId: string) => `/api/persons/${encodeURIComponent(personId)}/record`,
  catalogueCsv: (list: string, on: string) => `/api/catalogues/${encodeURIComponent(list)}/export?on=${on}`,
} as const

export interface SearchSearch {
  readonly q?: string
}
export interface DeskSearch {
  readonly facility?: string
  readonly status?: string
  readonly code?: string
  /** A day in Vietnam, yyyy-mm-dd. */
  readonly day?: string
}
export interface ReceiptSearch {
  readonly status?: string
}
export interface FileSearch {
  readonly table?: string
  readonly row?: string
  readonly field?: string
}

/** Keeps the named text parameters and drops everything else, so an address stays short and honest. */
export const keep =
  <K extends string>(...names: readonly K[]) =>
  (search: Record<string, unknown>): { readonly [name in K]?: string } =>
    Object.fromEntries(
      names.flatMap((name) =>
        typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : [],
      ),
    ) as { readonly [name in K]?: string }

// The router's own reading turns q=001201000123 into a number; here every value stays the text that was typed.
export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text))

export const stringifySearch = (search: Record<string, unknown>): string => {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
