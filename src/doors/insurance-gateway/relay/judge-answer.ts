import type { UpstreamAnswer } from './upstream-client.ts'

export type Verdict =
  | { readonly kind: 'delivered' }
  /** The same again later: the way or the gateway is in trouble, not the file. */
  | { readonly kind: 'again' }
  /** Our session, not the file. */
  | { readonly kind: 'sign-in' }
  /** Never by itself again; somebody must look. */
  | { readonly kind: 'dead'; readonly owner: 'facility' | 'department' }

/** 408 and 500 are the gateway's own; 124 is "could not be saved, send again" (4210). */
const again = new Set(['408', '429', '500', '502', '503', '504', '124'])
/** Account, facility code, rights: what the department set up. */
const ofDepartment = new Set(['402', '403'])

export function judgeAnswer({ code }: UpstreamAnswer): Verdict {
  if (code === null || again.has(code)) return { kind: 'again' }
  if (code === '200') return { kind: 'delivered' }
  if (code === '401') return { kind: 'sign-in' }
  // 201, 202, 204, 205, 123, 1001 … and whatever is new: a fault of the file, and a retry mends none.
  return { kind: 'dead', owner: ofDepartment.has(code) ? 'department' : 'facility' }
}
