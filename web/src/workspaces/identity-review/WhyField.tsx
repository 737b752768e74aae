import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly input: RefObject<HTMLInputElement | null>
  readonly why: string
  /** Asked for "same" without a reason. */
  readonly missing: boolean
  readonly onChange: (why: string) => void
  readonly onEnter: () => void
}

/** The reason, proposed or typed. Enter answers "same"; Esc goes back to the keys. */
export function WhyField({ input, why, missing, onChange, onEnter }: Props) {
  const { t } = useTranslation()
  return (
    <div className="review-why no-print">
      <label htmlFor="review-why">{t('identityReview.why')}</label>
      <input
        id="review-why"
        ref={input}
        value={why}
        maxLength={500}
        list="review-whys"
        autoComplete="off"
        aria-required
        aria-invalid={missing}
        aria-describedby={missing ? 'review-why-missing' : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEnter()
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <datalist id="review-whys">
        {(['called', 'papers', 'facility', 'family'] as const).map((each) => (
          <option key={each} value={t(`identityReview.whys.${each}`)} />
        ))}
      </datalist>
      {missing && (
        <p id="review-why-missing" role="alert" className="review-missing">
          {t('identityReview.whyMissing')}
        </p>
      )}
    </div>
  )
}

export const whyAtLeast = 10
