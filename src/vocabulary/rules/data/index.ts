import type { Rule } from '../rule.types.ts'
import { addressRules } from './address.ts'
import { cardRules } from './card.ts'
import { diagnosisRules } from './diagnosis.ts'
import { drugRules } from './drugs.ts'
import { lineCommonRules } from './line-common.ts'
import { lineMoneyRules } from './line-money.ts'
import { noteRules } from './notes.ts'
import { otherMessageRules } from './other-messages.ts'
import { paperRules } from './papers.ts'
import { personRules } from './person.ts'
import { resultRules } from './results.ts'
import { serviceRules } from './services.ts'
import { stayRules } from './stay.ts'
import { totalRules } from './totals.ts'
import { visitRules } from './visit.ts'

/** Every rule, in the order in which a reader of the list meets them. */
export const rules: readonly Rule[] = [
  ...otherMessageRules,
  ...personRules,
  ...addressRules,
  ...cardRules,
  ...stayRules,
  ...diagnosisRules,
  ...totalRules,
  ...lineMoneyRules,
  ...lineCommonRules,
  ...drugRules,
  ...serviceRules,
  ...resultRules,
  ...noteRules,
  ...paperRules,
  ...visitRules,
]
