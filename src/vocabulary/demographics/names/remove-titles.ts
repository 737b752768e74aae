import { surnameShare } from './name-tables.ts'
import { readWord } from './read-word.ts'

/** Never part of a name. */
const titles = new Set(['bn', 'bs', 'bsi', 'ths', 'gs', 'mr', 'mrs', 'ms', 'miss', 'dr'])
/** Titles that are also names: only before a surname. Without marks most of them are surnames (chu, cu, di): not here. */
const addresses = new Set('ông bà anh chị cô chú bác cụ em bé cháu thầy mợ dì cậu ong ba chi be'.split(' '))
/** Among them the given names of a name written given-first ("Anh Nguyễn Văn"): only before a name of three words. */
const givenToo = new Set(['anh', 'em', 'bé', 'cô', 'cụ', 'ong', 'ba', 'chi', 'be'])
const titlePairs = ['bệnh nhân', 'benh nhan', 'người bệnh', 'nguoi benh', 'bác sĩ', 'bac si']

/**
 * The words without what people are addressed by. At least two words stay, and a word that can also be a name (Ông, Anh, Bé)
 * goes only before a surname; Văn is a surname too rarely to count as one ("Ông Văn Tùng" is of the family Ông).
 */
export function removeTitles(written: readonly string[]): readonly string[] {
  let at = 0
  while (written.length - at > 2) {
    const [first, second] = [written[at]!, written[at + 1]!]
    const pair = written.length - at > 3 && titlePairs.includes(`${first} ${second}`)
    if (pair) at += 2
    else if (titles.has(first)) at += 1
    else if (
      isAddress(first, second) &&
      (written.length - at > 3 || (!givenToo.has(first) && isFrequent(second)))
    )
      at += 1
    else break
  }
  return at === 0 ? written : written.slice(at)
}

const isAddress = (first: string, second: string): boolean =>
  addresses.has(first) && (isSurname(second) || addresses.has(second))

/** Before a name of two words only a surname that is hardly anything else. */
const isFrequent = (written: string): boolean => surnameShare(readWord(written)) >= 0.01

function isSurname(written: string): boolean {
  const word = readWord(written)
  return word.folded !== 'van' && surnameShare(word) > 0
}
