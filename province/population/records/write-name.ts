import { fullName } from '../names/draw-name.ts'
import type { PersonName, Sex } from '../population.types.ts'
import { drawMisreading, type Misreading } from './legacy-encodings.ts'
import {
  keysStruck,
  mistype,
  otherTonePlace,
  regionalSurname,
  swapHookAndTilde,
  swapIAndY,
  withoutBar,
  withoutMarks,
  withoutTone,
} from './letters.ts'
import type { Pen } from './pen.ts'
import type { Source } from './sources.ts'

/** How this record is written, drawn once: a record has tones everywhere or nowhere, and one encoding. */
export interface Hand {
  readonly noTones: boolean
  readonly capitals: boolean
  /** hoà, not hòa. */
  readonly otherTonePlace: boolean
  /** Letters and marks apart (NFD). */
  readonly apart: boolean
  /** Bytes of one encoding read as another. */
  readonly misread: Misreading | null
}

/** Draws the hand of a record. What it cannot change (a name without marks) is no fault. */
export function drawHand(pen: Pen, source: Source): Hand {
  const { random } = pen
  const encoding = pen.oneOf(['legacy-encoding', 'nfd'])
  return {
    noTones: random.chance(source.noTones),
    capitals: random.chance(source.capitals),
    otherTonePlace: random.chance(0.25),
    apart: encoding === 'nfd',
    misread: encoding === 'legacy-encoding' ? drawMisreading(random) : null,
  }
}

/** A text in this hand: marks, capitals, then bytes. */
export function inHand(text: string, hand: Hand): string {
  const marked = hand.noTones ? withoutMarks(text) : hand.otherTonePlace ? otherTonePlace(text) : text
  const styled = hand.capitals ? marked.toUpperCase() : marked
  return hand.misread ? hand.misread(styled) : hand.apart ? styled.normalize('NFD') : styled
}

function named(pen: Pen, text: string, hand: Hand): string {
  const written = inHand(text, hand)
  if ((hand.misread || hand.apart) && written !== inHand(text, { ...hand, misread: null, apart: false }))
    pen.note(hand.misread ? 'legacy-encoding' : 'nfd')
  return written
}

/** A name as it stands in a record, after all that goes wrong with names. */
export function writeName(pen: Pen, name: PersonName, hand: Hand): string {
  const slipped = slip(pen, name)
  const { surname, middle, given } = slipped
  const inOrder = pen.slips('given-first') ? `${given} ${surname} ${middle}`.trimEnd() : fullName(slipped)
  const typed = pen.change('telex', inOrder, (text) => inKeys(pen, text))
  return named(pen, typed, hand)
}

function slip(pen: Pen, name: PersonName): PersonName {
  let { surname, middle, given } = name
  if (middle && pen.slips('middle-missing')) middle = ''
  else middle = pen.change('middle-shortened', middle, (text) => initials(pen, text))
  given = pen.change('hook-tilde-given', given, swapHookAndTilde)
  middle = pen.change('hook-tilde-middle', middle, swapHookAndTilde)
  ;[surname, middle, given] = inOne(pen, 'tone-lost', [surname, middle, given], withoutTone)
  ;[given, middle, surname] = inOne(pen, 'i-y', [given, middle, surname], swapIAndY)
  ;[given, surname, middle] = inOne(pen, 'd-bar-lost', [given, surname, middle], withoutBar)
  given = pen.change('typo-given', given, (word) => mistype(word, pen.random))
  middle = pen.change('typo-middle', middle, (word) => mistype(word, pen.random))
  surname = pen.change('surname-regional', surname, regionalSurname)
  return { surname, middle, given }
}

type Three = [string, string, string]

/** In one of the three parts: the first in which it changes something, from one drawn by chance. */
function inOne(
  pen: Pen,
  fault: 'tone-lost' | 'i-y' | 'd-bar-lost',
  parts: Three,
  slipOf: (part: string) => string,
): Three {
  let changed = parts
  pen.change(fault, parts.join(' '), () => {
    const from = fault === 'tone-lost' ? pen.random.whole(0, 2) : 0
    for (let step = 0; step < 3; step += 1) {
      const at = (from + step) % 3
      const part = slipOf(parts[at]!)
      if (part === parts[at]) continue
      changed = parts.with(at, part) as Three
      break
    }
    return changed.join(' ')
  })
  return changed
}

const initials = (pen: Pen, middle: string): string => {
  const point = pen.random.chance(0.5) ? '.' : ''
  return middle
    .split(' ')
    .map((word) => word.slice(0, 1) + (word ? point : ''))
    .join(' ')
}

function inKeys(pen: Pen, text: string): string {
  const method = pen.random.chance(0.7) ? 'telex' : 'vni'
  const words = text.split(' ')
  const only = pen.random.chance(0.5) ? pen.random.whole(0, words.length - 1) : null
  return words.map((word, at) => (only === null || only === at ? keysStruck(word, method) : word)).join(' ')
}

/** Before the child has a name: the mother's, marked; twins told apart by a number or letter, when somebody thought of it. */
export function writePlaceholder(
  pen: Pen,
  mother: PersonName,
  birthOrder: number | null,
  hand: Hand,
): string {
  const { random } = pen
  const words = random.pick(['Con bà', 'CB', 'Bé con bà', 'Con bà', 'Trẻ sơ sinh con bà'])
  const mark =
    birthOrder === null || random.chance(0.25)
      ? ''
      : random.pick([` ${birthOrder}`, ` (${birthOrder})`, ` ${birthOrder === 1 ? 'A' : 'B'}`])
  return named(pen, `${words} ${fullName(mother)}${mark}`, hand)
}

export const namesOfNobody = ['Không rõ', 'Vô danh', 'Nạn nhân chưa rõ danh tính', 'Không rõ họ tên']

export function honorific(pen: Pen, sex: Sex, age: number): string {
  if (age < 12) return pen.random.pick(['Bé', 'Cháu'])
  const grown = sex === 'male' ? (age > 45 ? 'Ông' : 'Anh') : age > 45 ? 'Bà' : 'Chị'
  return pen.random.pick([grown, 'BN'])
}
