import { Buffer } from 'node:buffer'
import fc from 'fast-check'

/** One small damage. Places and lengths are shares of the file, so that shrinking keeps them meaningful. */
export interface Damage {
  readonly kind: 'flip' | 'insert' | 'delete' | 'double' | 'swap' | 'cut' | 'number' | 'splice' | 'repeat'
  readonly at: number
  readonly length: number
  readonly choice: number
}

/** What parsers trip over: framing of every format, half letters, marks, numbers at the edge. */
const tokens = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '&',
    '&amp;',
    '&#0;',
    '&#x110000;',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<?',
    '<!DOCTYPE a>',
    '<HOSO>',
    '</HOSO>',
    '<FILEHOSO>',
  ],
  ...['{', '}', '[', ']', '"', '\\', '\\u0000', '\\ud800', ':', ',', 'null', '{"a":', '1e999', '-0', '0x1'],
  ...[
    '|',
    '^',
    '~',
    '\\&',
    '\r',
    '\n',
    '\r\n',
    '\x0b',
    '\x1c\r',
    'MSH|^~\\&|',
    'PID|',
    '\\X00\\',
    '\\E\\',
    '""',
  ],
  ...[';', '\t', '"";', 'sep=;', "'", '=CMD()'],
  ...[
    '\0',
    '\uFEFF',
    '\u202e',
    'e\u0301',
    '\u{1F600}',
    '99999999999999999999',
    '-1',
    '00000000',
    '20260230',
    '  ',
  ],
].map((token) => Buffer.from(token))
const halves = [
  Buffer.from([0xff]),
  Buffer.from([0xc3]),
  Buffer.from([0xe2, 0x82]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xff, 0xfe]),
]
const inserts = [...tokens, ...halves]

export const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom<Damage['kind'][]>(
    'flip',
    'insert',
    'insert',
    'delete',
    'double',
    'swap',
    'cut',
    'number',
    'splice',
    'repeat',
  ),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.double({ min: 0, max: 1, noNaN: true }),
  choice: fc.nat(),
})

/** Nothing grows beyond this: hang and memory are looked for, not the time to copy. */
const mostBytes = 262_144

export function mutate(seed: Uint8Array, damages: readonly Damage[], others: readonly Uint8Array[]): Buffer {
  let bytes: Buffer = Buffer.from(seed)
  for (const each of damages) bytes = apply(bytes, each, others).subarray(0, mostBytes)
  return bytes
}

function apply(bytes: Buffer, { kind, at, length, choice }: Damage, others: readonly Uint8Array[]): Buffer {
  const from = Math.min(bytes.length, Math.floor(at * bytes.length))
  // Short pieces mostly; now and then half the file.
  const to = Math.min(bytes.length, from + 1 + Math.floor(length ** 4 * bytes.length * 0.5))
  const piece = bytes.subarray(from, to)
  const put = (middle: Uint8Array, rest = to) =>
    Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(rest)])
  switch (kind) {
    case 'flip': {
      if (bytes.length === 0) return bytes
      const flipped = Buffer.from(bytes)
      flipped[Math.min(from, bytes.length - 1)]! ^= 1 << (choice % 8)
      return flipped
    }
    case 'insert':
      return put(inserts[choice % inserts.length]!, from)
    case 'delete':
      return put(Buffer.alloc(0))
    case 'double':
      return put(Buffer.concat([piece, piece]))
    case 'swap':
      return put(Buffer.from(piece).reverse())
    case 'cut':
      return Buffer.from(bytes.subarray(0, from))
    case 'number': {
      const digits = /\d+/g
      const text = bytes.toString('latin1')
      digits.lastIndex = from
      const found = digits.exec(text)
      if (!found) return bytes
      const numbers = ['', '0', '-1', '9'.repeat(40), '1.5', '1,5', '00', '١٢']
      return Buffer.concat([
        bytes.subarray(0, found.index),
        Buffer.from(numbers[choice % numbers.length]!),
        bytes.subarray(found.index + found[0].length),
      ])
    }
    case 'splice': {
      const other = others[choice % Math.max(1, others.length)] ?? bytes
      const start = Math.floor(length * other.length)
      return put(other.subarray(start, start + (to - from)))
    }
    case 'repeat':
      return put(Buffer.concat(Array.from({ length: 1 + (choice % 200) }, () => piece.subarray(0, 200))))
  }
}
