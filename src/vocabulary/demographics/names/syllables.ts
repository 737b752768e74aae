import { toneOf, tones, withoutMarks, withoutTone, withTone } from './letters.ts'

/**
 * What a Vietnamese syllable can be: onset + rime + tone. Not a list of words: the 27 onsets and 160 rimes of the spelling
 * taught in school, so that names nobody has listed are still Vietnamese. Longest onsets first.
 */
const onsets = 'ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p r s t v x'.split(' ')

const rimes = new Set(
  (
    'a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây ' +
    'e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu ' +
    'o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ' +
    'ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut ' +
    'uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ươc ươi ươm ươn ương ươp ươt ươu ưu ' +
    'y yêm yên yêng yêt yêu'
  ).split(' '),
)
const bareRimes = new Set([...rimes].map(bare))

export interface Syllable {
  readonly onset: string
  /** Vowel marks kept, tone taken off. */
  readonly rime: string
  readonly tone: number
}

function bare(text: string): string {
  let out = ''
  for (let at = 0; at < text.length; at++) out += withoutMarks(text.charCodeAt(at))
  return out
}

/**
 * A lower-case NFC word as a syllable; null: no Vietnamese would write it. A word whose vowel marks are gone is one when some
 * rime looks like it ("nguyen"): whole systems write so. A tone over a stop (Nhât for Nhật) may be lost too.
 */
export function parseSyllable(word: string): Syllable | null {
  if (word.length > 7) return null
  let plain = ''
  let tone = 0
  let seat = -1
  for (let at = 0; at < word.length; at++) {
    const char = word.charCodeAt(at)
    const own = toneOf(char)
    if (own > 0 && tone > 0) return null
    if (own > 0) [tone, seat] = [own, at]
    plain += withoutTone(char)
  }
  for (const onset of onsets) {
    if (!plain.startsWith(onset)) continue
    const found = withRime(onset, plain.slice(onset.length), tone)
    if (found) return isGlide(found.rime, seat - onset.length) ? null : found
  }
  const found = withRime('', plain, tone)
  return found && isGlide(found.rime, seat) ? null : found
}

/** The last letter of ao, ai, ui is a glide and bears no tone, in either spelling: "taò" is a misread "tạ". */
const isGlide = (rime: string, seat: number): boolean =>
  seat > 0 && seat === rime.length - 1 && rime !== 'uy' && 'iouy'.includes(rime[seat]!)

function withRime(onset: string, written: string, tone: number): Syllable | null {
  const rime = written.replace(/^uơ(?=[cimnptu])/, 'ươ')
  if (rime === '' || !fits(onset, rime)) return null
  if (/(?:[cpt]|ch)$/.test(rime) && tone !== tones.ngang && tone !== tones.sac && tone !== tones.nang)
    return null
  if (known(onset, rime)) return { onset, rime, tone }
  return null
}

function known(onset: string, rime: string): boolean {
  // After qu the vowel i is written y: quỳnh, quyên, quyết; after gi an i is swallowed: giêng is gi + iêng.
  const spelt = onset === 'qu' && rime[0] === 'y' ? `i${rime.slice(1)}` : rime
  return rimes.has(spelt) || (bare(spelt) === spelt && bareRimes.has(spelt))
}

/** c before back vowels, k before front ones; q only as qu. */
function fits(onset: string, rime: string): boolean {
  const front = 'eêiy'.includes(rime[0]!)
  if (onset === 'c') return !front
  if (onset === 'k' || onset === 'gh' || onset === 'ngh') return front
  return true
}

/** Written with its tone where the older spelling has it: hòa, thúy, but hoàn, quý, Nguyễn. One place, so hoà = hòa. */
export function writeSyllable({ onset, rime, tone }: Syllable): string {
  if (tone === 0) return onset + rime
  const at = toneSeat(rime)
  return onset + rime.slice(0, at) + withTone(rime[at]!, tone) + rime.slice(at + 1)
}

function toneSeat(rime: string): number {
  for (let at = rime.length - 1; at >= 0; at--) if ('ăâêôơư'.includes(rime[at]!)) return at
  const vowels = /^[aeiouy]+/.exec(rime)![0].length
  if (vowels < rime.length) return vowels - 1
  return vowels === 3 ? 1 : 0
}
