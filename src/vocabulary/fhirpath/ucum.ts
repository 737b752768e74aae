/** How many of the base units a unit is, and of which dimension: enough of UCUM to compare and multiply quantities. */
export interface Scale {
  readonly factor: number
  /** Exponents of base units by name, `g` 1, `m` -3; empty for pure numbers. */
  readonly dimension: ReadonlyMap<string, number>
}

type Atom = readonly [factor: number, dimension: string, metric?: boolean]

/**
 * Atoms from UCUM's tables 1 to 23 that medicine uses, in base units m, s, g, rad, K, cd, and by our choice mol, [iU] and
 * U apart: UCUM calls a mole a pure number, but nobody wants 1 mmol to equal a count. Units with an offset (Cel, [degF])
 * and on a logarithmic scale are their own dimensions: equal to themselves only.
 */
const atoms = new Map<string, Atom>(
  Object.entries({
    m: [1, 'm', true],
    s: [1, 's', true],
    g: [1, 'g', true],
    rad: [1, 'rad', true],
    K: [1, 'K', true],
    cd: [1, 'cd', true],
    C: [1, 'C', true],
    mol: [1, 'mol', true],
    eq: [1, 'mol', true],
    osm: [1, 'mol', true],
    '1': [1, ''],
    '10*': [10, ''],
    '10^': [10, ''],
    '%': [0.01, ''],
    '[ppth]': [1e-3, ''],
    '[ppm]': [1e-6, ''],
    '[ppb]': [1e-9, ''],
    '[pi]': [Math.PI, ''],
    min: [60, 's'],
    h: [3600, 's'],
    d: [86_400, 's'],
    wk: [604_800, 's'],
    mo: [2_629_800, 's'],
    mo_j: [2_629_800, 's'],
    a: [31_557_600, 's'],
    a_j: [31_557_600, 's'],
    L: [1e-3, 'm3', true],
    l: [1e-3, 'm3', true],
    ar: [100, 'm2', true],
    t: [1e6, 'g', true],
    u: [1.6605402e-24, 'g', true],
    Hz: [1, 's-1', true],
    N: [1000, 'g.m.s-2', true],
    Pa: [1000, 'g.m-1.s-2', true],
    bar: [1e8, 'g.m-1.s-2', true],
    'm[Hg]': [133_322_000, 'g.m-1.s-2', true],
    'm[H2O]': [9_806_650, 'g.m-1.s-2', true],
    atm: [101_325_000, 'g.m-1.s-2'],
    J: [1000, 'g.m2.s-2', true],
    cal: [4184, 'g.m2.s-2', true],
    '[Cal]': [4_184_000, 'g.m2.s-2'],
    W: [1000, 'g.m2.s-3', true],
    A: [1, 'C.s-1', true],
    V: [1000, 'g.m2.s-2.C-1', true],
    Ohm: [1000, 'g.m2.s-1.C-2', true],
    Bq: [1, 's-1', true],
    Gy: [1, 'm2.s-2', true],
    Sv: [1, 'm2.s-2', true],
    kat: [1, 'mol.s-1', true],
    U: [1e-6 / 60, 'mol.s-1', true],
    '[iU]': [1, '[iU]', true],
    '[IU]': [1, '[iU]', true],
    "[arb'U]": [1, "[arb'U]"],
    deg: [Math.PI / 180, 'rad'],
    "'": [Math.PI / 10_800, 'rad'],
    "''": [Math.PI / 648_000, 'rad'],
    '[in_i]': [0.0254, 'm'],
    '[ft_i]': [0.3048, 'm'],
    '[yd_i]': [0.9144, 'm'],
    '[mi_i]': [1609.344, 'm'],
    '[lb_av]': [453.59237, 'g'],
    '[oz_av]': [28.349523125, 'g'],
    '[gr]': [0.06479891, 'g'],
    '[gal_us]': [3.785411784e-3, 'm3'],
    '[qt_us]': [9.46352946e-4, 'm3'],
    '[pt_us]': [4.73176473e-4, 'm3'],
    '[cup_us]': [2.365882365e-4, 'm3'],
    '[foz_us]': [2.95735295625e-5, 'm3'],
    '[tbs_us]': [1.478676478125e-5, 'm3'],
    '[tsp_us]': [4.92892159375e-6, 'm3'],
    '[drp]': [5e-8, 'm3'],
    Cel: [1, 'Cel'],
    '[degF]': [1, '[degF]'],
    '[pH]': [1, '[pH]'],
    B: [1, 'B', true],
    '[diop]': [1, 'm-1'],
    '[CFU]': [1, ''],
    '[HPF]': [1, ''],
    '[LPF]': [100, ''],
  }),
)

const prefixes = new Map<string, number>(
  Object.entries({
    Y: 1e24,
    Z: 1e21,
    E: 1e18,
    P: 1e15,
    T: 1e12,
    G: 1e9,
    M: 1e6,
    k: 1e3,
    h: 100,
    da: 10,
    d: 0.1,
    c: 0.01,
    m: 1e-3,
    u: 1e-6,
    n: 1e-9,
    p: 1e-12,
    f: 1e-15,
    a: 1e-18,
  }),
)

/** Calendar durations above weeks are not of a fixed length: they are dimensions of their own (N1 2.0 section 4.1.6). */
const calendar = new Map<string, string>(
  Object.entries({
    week: 'wk',
    day: 'd',
    hour: 'h',
    minute: 'min',
    second: 's',
    millisecond: 'ms',
  }),
)

const known = new Map<string, Scale | null>()

/** null: not a unit we can read; it can still be compared with the same text. */
export function scaleOf(unit: string): Scale | null {
  const found = known.get(unit)
  if (found !== undefined) return found
  const scale = readScale(unit)
  // Units come from data: remember the usual ones, not whatever anybody sends.
  if (known.size < 2000) known.set(unit, scale)
  return scale
}

function readScale(unit: string): Scale | null {
  if (unit === 'year') return { factor: 12, dimension: new Map([['month', 1]]) }
  if (unit === 'month') return { factor: 1, dimension: new Map([['month', 1]]) }
  if (unit.length > 100) return null
  const reader = new UnitReader(calendar.get(unit) ?? unit)
  const scale = reader.term(0)
  return scale && reader.at === reader.text.length ? scale : null
}

export function sameDimension(a: Scale, b: Scale): boolean {
  if (a.dimension.size !== b.dimension.size) return false
  for (const [base, power] of a.dimension) if (b.dimension.get(base) !== power) return false
  return true
}

function combine(a: Scale, b: Scale, power: number): Scale {
  const dimension = new Map(a.dimension)
  for (const [base, own] of b.dimension) {
    const sum = (dimension.get(base) ?? 0) + own * power
    if (sum === 0) dimension.delete(base)
    else dimension.set(base, sum)
  }
  return { factor: a.factor * b.factor ** power, dimension }
}

const one: Scale = { factor: 1, dimension: new Map() }

/** UCUM's grammar: components joined by `.` and `/`, in parentheses, with exponents and annotations. */
class UnitReader {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  term(depth: number): Scale | null {
    if (depth > 10) return null
    let scale: Scale = one
    let power = 1
    if (this.text[this.at] === '/') {
      power = -1
      this.at++
    }
    for (;;) {
      const next = this.component(depth)
      if (!next) return null
      scale = combine(scale, next, power)
      const join = this.text[this.at]
      if (join !== '.' && join !== '/') return scale
      power = join === '/' ? -1 : 1
      this.at++
    }
  }

  component(depth: number): Scale | null {
    if (this.text[this.at] === '(') {
      this.at++
      const inner = this.term(depth + 1)
      if (!inner || this.text[this.at] !== ')') return null
      this.at++
      return inner
    }
    const annotated = this.annotation()
    const symbol = this.symbol()
    if (!symbol) return annotated ? one : null
    const atom = atomScale(symbol)
    if (!atom) return null
    const exponent = /^[+-]?\d{1,2}/.exec(this.text.slice(this.at))?.[0]
    if (exponent) this.at += exponent.length
    this.annotation()
    return exponent ? combine(one, atom, Number(exponent)) : atom
  }

  annotation(): boolean {
    if (this.text[this.at] !== '{') return false
    const end = this.text.indexOf('}', this.at)
    if (end < 0) return false
    this.at = end + 1
    return true
  }

  symbol(): string {
    const found =
      /^(?:10[*^]|\d+|(?:\[[^\]]*\]|[^\s\d./(){}+[\]-])+(?:\d+(?=\[))?)/.exec(
        this.text.slice(this.at),
      )?.[0] ?? ''
    this.at += found.length
    return found
  }
}

function atomScale(symbol: string): Scale | null {
  if (/^\d+$/.test(symbol)) return { factor: Number(symbol), dimension: new Map() }
  const whole = atoms.get(symbol)
  if (whole) return toScale(whole, 1)
  for (const length of [2, 1]) {
    const prefix = prefixes.get(symbol.slice(0, length))
    const atom = atoms.get(symbol.slice(length))
    if (prefix !== undefined && atom?.[2]) return toScale(atom, prefix)
  }
  return null
}

function toScale([factor, bases]: Atom, prefix: number): Scale {
  const dimension = new Map<string, number>()
  for (const part of bases ? bases.split('.') : []) {
    const [, base, power] = /^(.*?)(-?\d*)$/.exec(part)!
    dimension.set(base!, Number(power || 1))
  }
  return { factor: factor * prefix, dimension }
}
