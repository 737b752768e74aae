import { useTranslation } from 'react-i18next'
import type { PersonNumber } from '../../api/types'

/** The numbers that the records mention: whether they are this person's, and how well that was checked. */
export function HeldNumbers({ numbers }: { numbers: readonly PersonNumber[] }) {
  const { t, i18n } = useTranslation()
  const kindOf = (kind: string) =>
    i18n.exists(`administrative.numberKinds.${kind}`)
      ? t(`administrative.numberKinds.${kind}` as 'administrative.numberKinds.citizen-id')
      : kind
  return (
    <section className="card" aria-label={t('administrative.numbers')} data-testid="held-numbers">
      <h3>{t('administrative.numbers')}</h3>
      {numbers.length === 0 && <p className="caption">{t('administrative.noNumber')}</p>}
      {numbers.length > 0 && (
        <div className="table-scroll">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('administrative.number')}</th>
                <th scope="col">{t('administrative.holds')}</th>
                <th scope="col">{t('administrative.checked')}</th>
              </tr>
            </thead>
            <tbody>
              {numbers.map((number) => (
                <tr key={`${number.kind}|${number.masked}|${number.status}`}>
                  <td>
                    {kindOf(number.kind)} <span className="digits">{number.masked}</span>
                  </td>
                  <td>{t(`administrative.holding.${number.status}`)}</td>
                  <td>{t(`administrative.levels.${number.level}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
