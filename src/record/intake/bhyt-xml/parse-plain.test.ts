import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePlain } from './parse-plain.ts'
import { parseXml } from './xml-tree.ts'

/** Either it leaves the text to the strict parser, or it reads what the strict parser reads. */
function agrees(text: string): boolean {
  const plain = parsePlain(text)
  if (plain === null) return false
  const strict = parseXml(text)
  assert.ok(strict.ok, `only the strict parser refuses ${JSON.stringify(text)}`)
  assert.deepEqual(plain, strict.root)
  return true
}

test('reads what most senders write as the strict parser reads it', () => {
  for (const text of [
    '<a/>',
    '<?xml version="1.0" encoding="utf-16"?>\n<TONG_HOP><MA_LK>1</MA_LK><HO_TEN></HO_TEN><X/></TONG_HOP>\n',
    '<R>\n  <L>\n    <I><A>1 &lt; 2 &amp; 3</A><B><![CDATA[<b> & ]]></B>đuôi</I>\n  </L>\n</R>',
    '<R>trước<br/>sau<br/>hết</R>',
    '<R>x<![CDATA[]]>y</R>',
    '<?xml version="1.0"?>\r\n<R>\r\n<A>một\rhai\r\n\r\nba</A><B><![CDATA[x\r\ny]]></B>\r\n</R>\r\n',
  ])
    assert.ok(agrees(text), text)
})

test('leaves everything else to the strict parser', () => {
  for (const text of [
    '',
    'x',
    '<a>',
    '<a></b>',
    '<a></a ><b/>',
    '<a x="1"/>',
    '<a>&#65;</a>',
    '<a>&nbsp;</a>',
    '<a>a & b</a>',
    '<a>]]></a>',
    '<a><!-- --></a>',
    '<!DOCTYPE a><a/>',
    '<a>😀</a>',
    '<a>\u0001</a>',
    '<1/>',
    '<a/><b/>',
    '<a/>x',
    '<![CDATA[x]]><a/>',
    '<a/ >',
    '</a>',
    '<a><b></a></b>',
    '<đ/>',
    '<a>\uFEFF</a>',
    '<?xml version="1.1"?><a/>',
  ])
    assert.equal(parsePlain(text), null, text)
})

const piece = fc.constantFrom(
  '<a>',
  '</a>',
  '<b>',
  '</b>',
  '<a/>',
  '<b />',
  '<![CDATA[',
  ']]>',
  '&lt;',
  '&amp;',
  '&',
  ';',
  '&#9;',
  '&gt',
  'x',
  'đ',
  ' ',
  '\n',
  '\r',
  '<?xml version="1.0"?>',
  '<?p?>',
  '<!--',
  '-->',
  '<a b="c">',
  '>',
  '<',
  '/',
  '"',
  '\t',
  '\u0000',
  '😀',
  '&quot;&apos;',
)
const element: fc.Memo<string> = fc.memo((depth) => {
  const inside =
    depth > 1
      ? fc.array(
          fc.oneof(element(depth - 1), fc.constantFrom('x', ' ', '\n', '&lt;', '<![CDATA[a<b]]>', 'ế')),
          { maxLength: 4 },
        )
      : fc.constant(['y'])
  return fc
    .tuple(fc.constantFrom('A', 'MA_LK', 'b.c-d'), inside)
    .map(([name, parts]) => `<${name}>${parts.join('')}</${name}>`)
})

test('agrees with the strict parser on any heap of mark-up, and reads most well-formed ones itself', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => void agrees(pieces.join(''))),
    { numRuns: 5_000 },
  )
  fc.assert(
    fc.property(element(4), (text) => assert.ok(agrees(text), text)),
    { numRuns: 1_000 },
  )
  const cut = fc.tuple(element(4), fc.nat({ max: 200 }), fc.nat({ max: 6 }), fc.string({ maxLength: 3 }))
  fc.assert(
    fc.property(
      cut,
      ([text, at, length, put]) => void agrees(text.slice(0, at) + put + text.slice(at + length)),
    ),
    { numRuns: 5_000 },
  )
})
