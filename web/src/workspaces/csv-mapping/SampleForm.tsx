import { TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSample } from '../../api/csv'
import type { CsvListKind } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { SelectField } from '../../ui/SelectField'
import type { Opened } from './opened'

export const listKinds: readonly CsvListKind[] = ['visit', 'laboratory', 'immunization', 'notifiable-case']

/** Whose list, what kind, and a file to look at. */
export function SampleForm(props: { facility: string; onOpened: (opened: Opened) => void }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const chooser = useRef<HTMLInputElement>(null)
  const sample = useSample()
  const [facility, setFacility] = useState(props.facility)
  const [vendor, setVendor] = useState('')
  const [list, setList] = useState<CsvListKind | ''>('')
  const code = facility.trim().toUpperCase()
  const whyNot = /^[0-9A-Z]{5}$/.test(code) ? undefined : t('csvMapping.facilityMissing')
  const open = (file: File) =>
    sample.mutate(
      { file, facility: code, list },
      {
        onSuccess: (read) =>
          props.onOpened({
            owner: vendor.trim() === '' ? `facility:${code}` : `vendor:${vendor.trim()}`,
            facility: code,
            sample: read,
            fileName: file.name,
            saved: read.saved,
          }),
      },
    )
  return (
    <section className="card csv-start" aria-labelledby="csv-start">
      <h2 id="csv-start">{t('csvMapping.start')}</h2>
      <div className="csv-start-fields">
        <TextInput
          label={t('csvMapping.facility')}
          value={facility}
          maxLength={5}
          onChange={(event) => setFacility(event.currentTarget.value)}
        />
        <TextInput
          label={t('csvMapping.vendor')}
          value={vendor}
          maxLength={100}
          onChange={(event) => setVendor(event.currentTarget.value)}
        />
        <SelectField
          label={t('csvMapping.list')}
          all={t('csvMapping.guess')}
          value={list}
          onChange={(value) => setList(value as CsvListKind | '')}
          options={listKinds.map((kind) => ({ value: kind, text: t(`csvMapping.${kind}`) }))}
        />
        <input
          ref={chooser}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          hidden
          data-testid="csv-file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file) open(file)
            event.currentTarget.value = ''
          }}
        />
        <ExplainedButton whyNot={whyNot} loading={sample.isPending} onClick={() => chooser.current?.click()}>
          {t('csvMapping.choose')}
        </ExplainedButton>
      </div>
      <p className="caption">{t('csvMapping.local')}</p>
      <div role="status">
        {sample.error && (
          <p className="outcome outcome-bad">
            {t('csvMapping.sampleFailed', { message: textOf(sample.error) })}
          </p>
        )}
      </div>
    </section>
  )
}
