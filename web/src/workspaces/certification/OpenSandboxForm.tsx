import { TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type NewSandbox, useOpenSandbox } from '../../api/sandbox'
import type { SandboxList } from '../../api/types'
import { paths } from '../../shell/paths'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { Icon } from '../../ui/icons'

const services = ['inpatient', 'surgery', 'obstetrics', 'laboratory'] as const
const empty: NewSandbox = {
  facilityCode: '',
  vendor: '',
  software: '',
  softwareVersion: '',
  plans: ['visit', 'check-in'],
  services,
}
const isCode = (text: string) => /^[0-9A-Z]{5}$/.test(text)

export function OpenSandboxForm({ plans }: { plans: SandboxList['plans'] }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const navigate = useNavigate()
  const open = useOpenSandbox()
  const [draft, setDraft] = useState(empty)
  const set = (change: Partial<NewSandbox>) => setDraft((before) => ({ ...before, ...change }))
  const filled = [draft.vendor, draft.software, draft.softwareVersion].every((text) => text.trim() !== '')
  const whyNot =
    isCode(draft.facilityCode) && filled && draft.plans.length > 0 ? undefined : t('certification.incomplete')
  return (
    <form
      className="card sandbox-form"
      aria-labelledby="open-sandbox"
      onSubmit={(event) => {
        event.preventDefault()
        if (whyNot !== undefined) return
        open.mutate(draft, {
          onSuccess: ({ sandboxId }) => void navigate({ to: paths.sandbox, params: { sandboxId } }),
        })
      }}
    >
      <h2 id="open-sandbox">{t('certification.open')}</h2>
      <p className="outcome outcome-mixed">
        <Icon name="warning" /> {t('certification.synthetic')}
      </p>
      <TextInput
        label={t('certification.facility')}
        description={t('certification.facilityHint')}
        error={
          draft.facilityCode.length >= 5 && !isCode(draft.facilityCode)
            ? t('certification.facilityWrong')
            : undefined
        }
        value={draft.facilityCode}
        onChange={(event) => set({ facilityCode: event.currentTarget.value.trim().toUpperCase() })}
      />
      <TextInput
        label={t('certification.vendor')}
        value={draft.vendor}
        onChange={(event) => set({ vendor: event.currentTarget.value })}
      />
      <TextInput
        label={t('certification.software')}
        value={draft.software}
        onChange={(event) => set({ software: event.currentTarget.value })}
      />
      <TextInput
        label={t('certification.softwareVersion')}
        value={draft.softwareVersion}
        onChange={(event) => set({ softwareVersion: event.currentTarget.value })}
      />
      <CheckList
        legend={t('certification.plans')}
        options={plans.map((plan) => ({ value: plan.id, text: plan.title }))}
        chosen={draft.plans}
        onChange={(chosen) => set({ plans: chosen })}
      />
      <CheckList
        legend={t('certification.services')}
        options={services.map((value) => ({ value, text: t(`certification.serviceNames.${value}`) }))}
        chosen={draft.services}
        onChange={(chosen) => set({ services: chosen })}
      />
      <ExplainedButton type="submit" whyNot={whyNot} loading={open.isPending}>
        {t('certification.open')}
      </ExplainedButton>
      <div role="status">
        {open.error && (
          <p className="outcome outcome-bad">{t('certification.failed', { message: textOf(open.error) })}</p>
        )}
      </div>
    </form>
  )
}

interface CheckListProps {
  readonly legend: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

function CheckList({ legend, options, chosen, onChange }: CheckListProps) {
  return (
    <fieldset className="check-list">
      <legend>{legend}</legend>
      {options.map(({ value, text }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...chosen, value] : chosen.filter((other) => other !== value),
              )
            }
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
