import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonRecord } from '../../api/types'
import { WhyOne } from './WhyOne'

/** Under which number each facility knows this person, by what they were joined, and why. */
export function FacilityPatients({ person }: { person: PersonRecord['person'] }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const answer = useId()
  const isJoined = person.patients.length > 1
  return (
    <section className="card" aria-label={t('administrative.patients')}>
      <h3>{t('administrative.patients')}</h3>
      <div className="table-scroll">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('search.facilities')}</th>
              <th scope="col">{t('administrative.localId')}</th>
              {isJoined && <th scope="col">{t('administrative.joinedBy')}</th>}
            </tr>
          </thead>
          <tbody>
            {person.patients.map((patient) => (
              <tr key={patient.ref}>
                <td>{patient.facilityName}</td>
                <td className="digits">{patient.localId}</td>
                {isJoined && <td>{t(`administrative.joined.${patient.joinedBy}`)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isJoined && (
        <Button
          className="no-print why-one-ask"
          variant="default"
          size="compact-md"
          aria-expanded={asked}
          aria-controls={answer}
          onClick={() => setAsked(!asked)}
        >
          {t('whyOne.ask')}
        </Button>
      )}
      <div id={answer}>{asked && <WhyOne person={person} />}</div>
    </section>
  )
}
