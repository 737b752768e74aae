import type { GatewayAccount, GatewayChannel } from '../../api/types'
import type { AccountDraft } from './api'

export const allChannels: readonly GatewayChannel[] = [
  'check-in',
  'episode',
  'certificate',
  'driver-check',
  'card',
  'results',
]

export const emptyDraft: AccountDraft = {
  facility: '',
  username: '',
  vendor: '',
  expiresOn: '',
  addresses: '',
  channels: allChannels,
  mayReadHistory: false,
}

export const draftOf = (account: GatewayAccount): AccountDraft => ({
  facility: account.facility,
  username: account.username,
  vendor: account.vendor ?? '',
  expiresOn: account.expiresOn ?? '',
  addresses: account.addresses.join('\n'),
  channels: account.channels,
  mayReadHistory: account.mayReadHistory,
})

export const isWhole = ({ facility, username, channels }: AccountDraft): boolean =>
  /^[0-9A-Za-z]{5}$/.test(facility.trim()) &&
  /^[A-Za-z0-9_.-]{3,40}$/.test(username.trim()) &&
  channels.length > 0

/** The end of an account's last day is the end of it. */
export const standingOf = (
  { state, expiresOn }: Pick<GatewayAccount, 'state' | 'expiresOn'>,
  today: string,
): 'open' | 'locked' | 'expired' =>
  state === 'locked' ? 'locked' : expiresOn !== null && expiresOn < today ? 'expired' : 'open'
