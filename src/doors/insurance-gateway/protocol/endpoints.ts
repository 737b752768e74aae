import type { Channel } from '../channels.ts'

export type Operation =
  | 'sign-in'
  | 'sign-out'
  | 'check-in'
  | 'episode'
  | 'episode-4210'
  | 'certificate'
  | 'driver-check'
  | 'card'
  | 'history'
  | 'results-by-day'
  | 'results-of-day'
  | 'errors'

export interface Endpoint {
  readonly operation: Operation
  readonly channel: Channel | null
  /** How the answer is spelled: certificates and the driver's form have words of their own. */
  readonly words: 'episode' | 'certificate' | 'driver'
}

/**
 * Every name that vendors' public code calls, lower case: the gateway is an ASP.NET application and does not look at
 * case, so neither may we (seen: checkInKcbQd4750, guiHoSoXmlQD130, guiHoSoXmlQd3176). Years and decisions at the end
 * change with every circular; what is asked stays.
 */
const patterns: readonly (readonly [RegExp, Endpoint])[] = [
  [/^token\/take$/, { operation: 'sign-in', channel: null, words: 'episode' }],
  [/^token\/logout$/, { operation: 'sign-out', channel: null, words: 'episode' }],
  [/^qd\d+\/checkinkcb(qd)?\d*$/, { operation: 'check-in', channel: 'check-in', words: 'episode' }],
  [/^qd\d+\/guihosoxml(qd)?\d*$/, { operation: 'episode', channel: 'episode', words: 'episode' }],
  [
    /^egw\/(guihosogiamdinh|sendfilehosogiamdinh)(_?zip)?\d*$/,
    { operation: 'episode-4210', channel: 'episode', words: 'episode' },
  ],
  [
    /^chungtugw\/guihosochungtu\d*$/,
    { operation: 'certificate', channel: 'certificate', words: 'certificate' },
  ],
  [
    /^hososuckhoe\/guigiaytodientu$/,
    { operation: 'certificate', channel: 'certificate', words: 'certificate' },
  ],
  [/^hssk\/gksk$/, { operation: 'driver-check', channel: 'driver-check', words: 'driver' }],
  [/^egw\/(kq)?nhanlichsukcb\d*$/, { operation: 'card', channel: 'card', words: 'episode' }],
  // Letter 2746/BHXH-CNTT took the history out of the card look-up into a function of its own.
  [/^egw\/lskcb\d*$/, { operation: 'history', channel: 'card', words: 'episode' }],
  [/^egw\/nhankqtiepnhanhs\d*$/, { operation: 'results-by-day', channel: 'results', words: 'episode' }],
  [
    /^egw\/nhanchitieths(trong)?ngay\d*$/,
    { operation: 'results-of-day', channel: 'results', words: 'episode' },
  ],
  [/^egw\/nhanchitietloihs\d*$/, { operation: 'errors', channel: 'results', words: 'episode' }],
]

/** `qd130/checkInKcbQd4750` (what follows `/api/`); null for a name nobody knows. */
export function endpointOf(path: string): Endpoint | null {
  const name = path.replace(/\/+$/, '').toLowerCase()
  return patterns.find(([pattern]) => pattern.test(name))?.[1] ?? null
}
