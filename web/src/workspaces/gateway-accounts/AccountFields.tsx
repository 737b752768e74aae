import { Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AccountDraft } from './api'
import { allChannels } from './draft'
import { TickBox } from './TickBox'

interface Props {
  readonly draft: AccountDraft
  readonly onChange: (draft: AccountDraft) => void
  /** Facility and name stay what they were given as. */
  readonly isNew: boolean
}

/** What an account is and may do. */
export function AccountFields({ draft, onChange, isNew }: Props) {
  const { t } = useTranslation()
  const set = (change: Partial<AccountDraft>) => onChange({ ...draft, ...change })
  return (
    <div className="account-fields">
      {isNew && (
        <>
          <TextInput
            label={t('gateway.facility')}
            description={t('gateway.facilityHint')}
            value={draft.facility}
            maxLength={5}
            required
            onChange={(event) => set({ facility: event.currentTarget.value })}
          />
          <TextInput
            label={t('gateway.username')}
            description={t('gateway.usernameHint')}
            value={draft.username}
            maxLength={40}
            autoComplete="off"
            required
            onChange={(event) => set({ username: event.currentTarget.value })}
          />
        </>
      )}
      <TextInput
        label={t('gateway.vendor')}
        value={draft.vendor}
        maxLength={100}
        onChange={(event) => set({ vendor: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('gateway.expires')}
        value={draft.expiresOn}
        onChange={(event) => set({ expiresOn: event.currentTarget.value })}
      />
      <Textarea
        label={t('gateway.addresses')}
        description={t('gateway.addressesHint')}
        value={draft.addresses}
        rows={2}
        onChange={(event) => set({ addresses: event.currentTarget.value })}
      />
      <fieldset className="channel-fields">
        <legend>{t('gateway.channels')}</legend>
        {allChannels.map((channel) => (
          <TickBox
            key={channel}
            type="checkbox"
            checked={draft.channels.includes(channel)}
            onChange={(checked) =>
              set({
                channels: allChannels.filter((one) =>
                  one === channel ? checked : draft.channels.includes(one),
                ),
              })
            }
          >
            {t(`gateway.channel.${channel}`)}
          </TickBox>
        ))}
        <TickBox
          type="checkbox"
          checked={draft.mayReadHistory}
          onChange={(mayReadHistory) => set({ mayReadHistory })}
        >
          {t('gateway.history')}
        </TickBox>
      </fieldset>
    </div>
  )
}
