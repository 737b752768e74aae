import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePersonWhyOne } from '../../api/persons'
import type { PersonRecord, PersonWhyOne } from '../../api/types'
import { paths } from '../../shell/paths'
import { ErrorView } from '../../ui/ErrorView'
import { formatInstant } from '../../ui/format'
import { Loading } from '../../ui/Loading'
import { useFormat } from '../../ui/useFormat'

type Person = PersonRecord['person']
type Other = PersonWhyOne['others'][number]

/** What speaks for and against each record being this person's, in the sentences of the review desk. */
export function WhyOne({ person }: { person: Person }) {
  const { t } = useTranslation()
  const { data, error, refetch } = usePersonWhyOne(person.personId)
  const nameOf = (ref: string | null) => {
    const patient = person.patients.find((each) => each.ref === ref)
    return patient ? `${patient.facilityName} · ${patient.localId}` : ''
  }
  return (
    <section className="why-one" aria-label={t('whyOne.title')} data-testid="why-one">
      {error && !data && <ErrorView error={error} onRetry={refetch} />}
      {!data && !error && <Loading lines={4} label={t('whyOne.loading')} />}
      {data?.others.length === 0 && <p className="caption">{t('whyOne.nothing')}</p>}
      {data && data.others.length > 0 && <p>{t('whyOne.first', { record: nameOf(data.first) })}</p>}
      <ol>
        {data?.others.map((other) => (
          <li key={other.ref}>
            <h4>{nameOf(other.ref)}</h4>
            <p className="caption">{t('whyOne.beside', { record: nameOf(other.with) })}</p>
            <Evidence other={other} />
          </li>
        ))}
      </ol>
      {data && data.more > 0 && <p className="caption">{t('whyOne.more', { count: data.more })}</p>}
      {data && (
        <p className="no-print">
          <Link to={paths.reviewAnswers} search={{ person: person.personId }}>
            {t('whyOne.history')}
          </Link>
        </p>
      )}
    </section>
  )
}

function Evidence({ other }: { other: Other }) {
  const { t } = useTranslation()
  const format = useFormat()
  const chance = format.chance(other.chance)
  return (
    <>
      {other.decided && (
        <p>
          <strong>
            {t('whyOne.decided', { by: other.decided.by, at: formatInstant(other.decided.at) })}
          </strong>
          {other.decided.why !== '' && <> “{other.decided.why}”</>}
        </p>
      )}
      <ul>
        {other.lines.map((line) => (
          <li key={line.sentence}>
            {line.sentence}
            {line.bits < 0 && <em> ({t('whyOne.against')})</em>}
          </li>
        ))}
        {other.guards.map((guard) => (
          <li key={guard}>
            <em>{guard}</em>
          </li>
        ))}
      </ul>
      {!other.decided && <p className="caption">{t('whyOne.chance', { chance })}</p>}
    </>
  )
}
