import assert from 'node:assert/strict'
import { test } from 'node:test'
import { narrativeFault } from './narrative.ts'
import { aPatient, errorsOf } from './testing.ts'

const div = (inside: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>`

test('plain XHTML with tables, links and pictures is fine', () => {
  const good = [
    '<p>Nguyễn Văn A &amp; con &#160; &lt;5</p>',
    '<table class="x"><tr><td colspan="2" style="color: red">1<br/></td></tr></table>',
    '<a href="https://mach.vn/x?a=1&amp;b=2">x</a><!-- ghi chú -->',
    '<img src="#p" alt="ảnh"/>',
    '<img src="data:image/png;base64,AAAA"/>',
  ]
  for (const inside of good) assert.equal(narrativeFault(div(inside)), null, inside)
})

test('nothing in a narrative runs, and nothing is fetched by its looks', () => {
  const bad = [
    '<script>alert(1)</script>',
    '<p onclick="x()">a</p>',
    '<a href="javascript:x()">a</a>',
    '<a href="java&#x73;cript:x()">a</a>',
    '<a href=" java\nscript:x()">a</a>',
    '<img src="data:text/html;base64,AAAA"/>',
    '<p style="background: url(http://x.vn/a.png)">a</p>',
    '<p style="width: expression(x)">a</p>',
    '<iframe src="http://x.vn"></iframe>',
    '<form><input/></form>',
    '<object>a</object>',
    '<svg>a</svg>',
  ]
  for (const inside of bad) assert.notEqual(narrativeFault(div(inside)), null, inside)
})

test('a narrative is one well-formed div that says something', () => {
  const bad = [
    ...[
      div(''),
      div('  '),
      div('<p></p>'),
      '',
      'x',
      '<p>a</p>',
      '<div>a</div>',
      `${div('a')}b`,
      `${div('a')}${div('b')}`,
    ],
    ...[div('<p>a'), div('a</p>'), div('<b><i>a</b></i>'), div('<p class=x>a</p>'), div('<p class>a</p>')],
    ...[div('a & b'), div('&nbsp;'), div('&#0;'), div('<p id="a" id="b">x</p>'), div('<!-- a -- b -->x')],
    ...[
      `<!DOCTYPE html>${div('a')}`,
      div('<![CDATA[a]]>'),
      div('<?x y?>a'),
      div('<p'),
      div('<p a="'),
      div('<'),
    ],
  ]
  for (const xhtml of bad) assert.notEqual(narrativeFault(xhtml), null, xhtml)
})

test('a long or deep narrative costs its length and no more', () => {
  assert.notEqual(narrativeFault(div('<b>'.repeat(100_000))), null)
  assert.notEqual(narrativeFault(div('<'.repeat(100_000))), null)
  assert.notEqual(narrativeFault(div('&'.repeat(100_000))), null)
  assert.equal(narrativeFault(div('<p>a</p>'.repeat(100_000))), null)
})

test('the fault stands at the narrative', () => {
  const text = { status: 'generated', div: div('<script>x</script>') }
  assert.deepEqual(errorsOf(aPatient({ text })), ['txt-1 Patient.text.div'])
})
