import { foldText } from '../fold-text.ts'
import type { Modifier, SearchValue } from '../search.types.ts'
import { foldedTextsOf, textsOf } from '../values/strings.ts'
import type { ValueTest } from './probe.ts'

type StringValue = Extract<SearchValue, { kind: 'string' }>

/** FHIR R4 3.1.1.4.8: from the beginning, marks and case apart; `:contains` anywhere; `:exact` letter by letter. */
export function stringTest(
  type: string,
  { text, folded, isWhole }: StringValue,
  modifier: Modifier | null,
): ValueTest {
  if (isWhole) return (value) => textsOf(type, value).some((each) => foldText(each) === folded)
  if (modifier === 'exact') return (value) => textsOf(type, value).includes(text)
  if (modifier === 'contains')
    return (value) => foldedTextsOf(type, value).some((each) => each.includes(folded))
  return (value) => foldedTextsOf(type, value).some((each) => each.startsWith(folded))
}

export const endTest =
  (type: string, { folded }: StringValue): ValueTest =>
  (value) =>
    foldedTextsOf(type, value).some((each) => each.endsWith(folded))
