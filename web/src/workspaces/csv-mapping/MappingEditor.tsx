import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaveCsvMapping } from '../../api/csv'
import type { CsvMappingBody, CsvSavedMapping } from '../../api/types'
import { useErrorText } from '../../ui/ErrorView'
import { ExplainedButton } from '../../ui/ExplainedButton'
import { ReplayButton } from '../connection-desk/ReplayButton'
import { ColumnRow } from './ColumnRow'
import { Constants } from './Constants'
import { whyNotSave } from './edit-mapping'
import { KeyColumns } from './KeyColumns'
import type { Opened } from './opened'
import { PreviewTable } from './PreviewTable'
import { VersionHistory } from './VersionHistory'

/** One mapping being made: columns, keys, fixed values, a live preview, and saving. */
export function MappingEditor({ opened }: { opened: Opened }) {
  const { t } = useTranslation()
  const textOf = useErrorText()
  const save = useSaveCsvMapping()
  const { sample } = opened
  const [saved, setSaved] = useState<CsvSavedMapping | null>(
    opened.saved?.owner === opened.owner ? opened.saved : null,
  )
  const [mapping, setMapping] = useState<CsvMappingBody>(opened.saved?.mapping ?? sample.suggestion)
  const [name, setName] = useState(opened.saved?.name ?? opened.fileName.replace(/\.\w+$/, ''))
  const reason = whyNotSave(mapping, name)
  // Counts restorings: what is half typed belongs to the version that was left.
  const [restored, setRestored] = useState(0)
  const restore = (version: CsvSavedMapping) => {
    setSaved(version)
    setMapping(version.mapping)
    setRestored(restored + 1)
    save.reset()
  }
  return (
    <section className="csv-editor" aria-labelledby="csv-columns">
      <p className="caption">
        {t('csvMapping.read', {
          columns: sample.columns.length,
          delimiter: sample.delimiter === '\t' ? t('csvMapping.tab') : `“${sample.delimiter}”`,
          encoding: sample.encoding,
          rows: sample.rows.length,
        })}
      </p>
      {sample.problems.map((problem) => (
        <p key={problem.code} className="caption">
          {problem.message}
        </p>
      ))}
      <h2 id="csv-columns">{t('csvMapping.columns')}</h2>
      <ul className="csv-columns">
        {sample.columns.map((column, index) => (
          <ColumnRow
            // Two columns may have one name; their place tells them apart.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the column's name
            key={`${restored} ${index}`}
            name={column || t('csvMapping.unnamed', { n: index + 1 })}
            column={index}
            values={sample.rows.map((row) => row[index] ?? '')}
            targets={sample.targets}
            mapping={mapping}
            onChange={setMapping}
          />
        ))}
      </ul>
      <KeyColumns columns={sample.columns} mapping={mapping} onChange={setMapping} />
      <Constants targets={sample.targets} mapping={mapping} onChange={setMapping} />
      <PreviewTable facility={opened.facility} mapping={mapping} rows={sample.rows} />
      <form
        className="card csv-save"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === undefined)
            save.mutate(
              { owner: opened.owner, name: name.trim(), basedOn: saved?.version ?? 0, mapping },
              { onSuccess: setSaved },
            )
        }}
      >
        <TextInput
          label={t('csvMapping.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ExplainedButton
          type="submit"
          whyNot={reason === undefined ? undefined : t(`csvMapping.${reason}`)}
          loading={save.isPending}
        >
          {t('csvMapping.save')}
        </ExplainedButton>
        <div role="status">
          {save.data && (
            <p className="outcome outcome-good">{t('csvMapping.saved', { version: save.data.version })}</p>
          )}
          {save.error && (
            <p className="outcome outcome-bad">{t('csvMapping.failed', { message: textOf(save.error) })}</p>
          )}
        </div>
      </form>
      {saved && (
        <>
          <ReplayButton
            what={{ code: 'CSV_MAPPING_MISSING', facility: opened.facility }}
            text={t('csvMapping.rerun')}
          />
          <VersionHistory saved={saved} onRestored={restore} />
        </>
      )}
    </section>
  )
}
