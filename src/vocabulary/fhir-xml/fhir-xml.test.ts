import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseExact } from '#foundation/json'
import { readXml, writeXml } from '#vocabulary/fhir-xml'

const ns = 'xmlns="http://hl7.org/fhir"'
const json = (text: string): string => {
  const read = readXml(text)
  assert.ok(read.ok, read.ok ? '' : read.problem.message)
  return read.value.write(read.value.value)
}
const xml = (text: string): string => {
  const read = parseExact(text)
  assert.ok(read.ok)
  return writeXml(read.value).replace(/^<\?xml[^>]*\?>/, '')
}
const problem = (text: string) => {
  const read = readXml(text)
  assert.ok(!read.ok, 'was read')
  return read.problem
}

test('a patient of the commune station is the same in XML and in JSON', () => {
  const asXml =
    `<Patient ${ns}><id value="p1"/><extension url="http://x/dan-toc"><valueCode value="01"/></extension>` +
    '<active value="true"/><name id="n1"><family value="Nguyễn"/><given value="Văn"/><given value="A &amp; B"/></name>' +
    '<birthDate id="b" value="1950-02-03"><extension url="http://x/gio-sinh"><valueTime value="08:00:00"/></extension></birthDate>' +
    '<multipleBirthInteger value="2"/></Patient>'
  const asJson =
    '{"resourceType":"Patient","id":"p1","extension":[{"url":"http://x/dan-toc","valueCode":"01"}],"active":true,' +
    '"name":[{"id":"n1","family":"Nguyễn","given":["Văn","A & B"]}],"birthDate":"1950-02-03",' +
    '"_birthDate":{"id":"b","extension":[{"url":"http://x/gio-sinh","valueTime":"08:00:00"}]},"multipleBirthInteger":2}'
  assert.equal(json(asXml), asJson)
  assert.equal(xml(asJson), asXml)
})

test('elements are written in the order of the specification whatever the order of the members', () => {
  const shuffled =
    '{"gender":"male","_active":{"id":"a"},"name":[{"given":["A"],"family":"B"}],"id":"1","resourceType":"Patient","active":true}'
  assert.equal(
    xml(shuffled),
    `<Patient ${ns}><id value="1"/><active id="a" value="true"/><name><family value="B"/><given value="A"/></name><gender value="male"/></Patient>`,
  )
})

test('elements out of order are read all the same, one that may not repeat is refused', () => {
  assert.equal(
    json(`<Patient ${ns}><gender value="male"/><id value="1"/></Patient>`),
    '{"resourceType":"Patient","gender":"male","id":"1"}',
  )
  assert.match(
    problem(`<Patient ${ns}><gender value="male"/><gender value="male"/></Patient>`).message,
    /^Patient\.gender: /,
  )
})

test('lists of primitives keep their places when some have only an extension', () => {
  const e = '{"extension":[{"url":"u","valueBoolean":false}]}'
  const text = `{"resourceType":"Patient","name":[{"given":["A",null,"C"],"_given":[null,${e},null]},{"_given":[${e}]}]}`
  const back = xml(text)
  assert.equal(json(back), text)
  assert.equal(json(back.replace('<given value="A"/>', '<given/>'.replace('/', ' value="A"/'))), text)
})

test('digits of decimals survive both ways', () => {
  const text =
    '{"resourceType":"Observation","valueQuantity":{"value":36.50,"extension":[{"url":"u","valueDecimal":1.0e-3}]},"_status":{"extension":[{"url":"u","valueDecimal":-0.0}]}}'
  const there = xml(text)
  for (const digits of ['"36.50"', '"1.0e-3"', '"-0.0"']) assert.ok(there.includes(digits), digits)
  const back = json(there)
  for (const digits of [':36.50', ':1.0e-3', ':-0.0']) assert.ok(back.includes(digits), digits)
})

test('contained resources, entries and parameters hold one resource each', () => {
  const text =
    '{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:x","resource":{"resourceType":"Parameters","parameter":[{"name":"p","resource":{"resourceType":"Patient","contained":[{"resourceType":"Basic","id":"b"},{"resourceType":"Basic","id":"c"}]}}]}}]}'
  assert.equal(json(xml(text)), text)
  assert.match(
    problem(`<Patient ${ns}><contained/></Patient>`).message,
    /^Patient\.contained\[0\]: phải chứa đúng một/,
  )
  assert.match(
    problem(`<Patient ${ns}><contained><Basic/><Basic/></contained></Patient>`).message,
    /đúng một/,
  )
  assert.match(
    problem(`<Bundle ${ns}><entry><resource><Nothing/></resource></entry></Bundle>`).message,
    /^Bundle\.entry\[0\]\.resource: .*“Nothing”/,
  )
})

test('white space inside values survives although XML would make spaces of it', () => {
  const text = JSON.stringify({
    resourceType: 'Basic',
    code: { text: 'a\nb\tc\r\n "d" <e> \'f\' &amp; \u00a0😀 ' },
  })
  assert.equal(json(xml(text)), text)
  assert.equal(
    json(xml('{"resourceType":"Basic","code":{"text":"\\u0000\\u001f"}}')),
    '{"resourceType":"Basic","code":{"text":"\ufffd\ufffd"}}',
  )
})

test('a narrative passes as it stands', () => {
  const div =
    '<div xmlns="http://www.w3.org/1999/xhtml" lang="vi"><p>Sốt &lt; 38&#160;°C<br/>\n<b class="x">  ho</b><!-- n --></p></div>'
  const text = JSON.stringify({ resourceType: 'Basic', text: { status: 'generated', div } })
  assert.ok(xml(text).includes(div))
  assert.equal(json(xml(text)), text)
})

test('a narrative that is no XML is written as text, one without namespace gets it', () => {
  const write = (div: string) => json(xml(JSON.stringify({ resourceType: 'Basic', text: { div } })))
  for (const div of [
    '<div><p>a</div>',
    '<div>&nbsp;</div>',
    '<!DOCTYPE x []><div/>',
    '<div/><div/>',
    '</text><x/>',
    '<f:div/>',
    '',
  ])
    assert.match(write(div), /"div":"<div xmlns=\\"http:\/\/www.w3.org\/1999\/xhtml\\">/, div)
  assert.match(write('<div>a</div>'), /"<div xmlns=\\"http:\/\/www.w3.org\/1999\/xhtml\\">a<\/div>"/)
})

test('namespaces count, prefixes do not', () => {
  const prefixed =
    '<f:Patient xmlns:f="http://hl7.org/fhir" xmlns="http://www.w3.org/1999/xhtml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"><f:text><f:status value="empty"/><div>a</div></f:text></f:Patient>'
  assert.match(json(prefixed), /"div":"<div xmlns=\\"http:\/\/www.w3.org\/1999\/xhtml\\">a<\/div>"/)
  for (const text of [
    '<Patient/>',
    '<Patient xmlns="urn:hl7-org:v3"/>',
    `<Patient ${ns}><x:id xmlns:x="urn:x" value="1"/></Patient>`,
    `<Patient ${ns}><text><div>a</div></text></Patient>`,
  ])
    assert.match(problem(text).message, /không thuộc không gian tên/, text)
  assert.match(
    problem(`<Patient ${ns} xmlns:h="http://www.w3.org/1999/xhtml"><text><h:div>a</h:div></text></Patient>`)
      .message,
    /tiền tố/,
  )
})

test('everything wrong is told at once with its path, twenty at most, and nothing personal', () => {
  const found = problem(
    `<Patient ${ns} status="x"><foo><bar/></foo><active value="yes"/><name>Nguyễn Văn A<family/><given value=""/></name><id value="1" x:y="" xmlns:x="urn:x"/><value value="1"/></Patient>`,
  )
  assert.deepEqual(
    found.issues.map((issue) => issue.path),
    [
      'Patient',
      'Patient',
      'Patient.active',
      'Patient.name[0]',
      'Patient.name[0].family',
      'Patient.name[0].given[0]',
      'Patient.name[0].given[0]',
      'Patient.id',
      'Patient',
    ],
  )
  assert.doesNotMatch(JSON.stringify(found), /Nguyễn/)
  assert.equal(problem(`<Patient ${ns}>${'<x/>'.repeat(1000)}</Patient>`).issues.length, 20)
})

test('values must have the shape of their type', () => {
  const wrong = ['1.', '.5', '01', '+1', 'NaN', 'INF', '1e999', ' 1', '0x1']
  for (const value of wrong)
    assert.match(
      problem(`<Observation ${ns}><valueQuantity><value value="${value}"/></valueQuantity></Observation>`)
        .message,
      /kiểu decimal/,
      value,
    )
  for (const value of ['1.0', '1e2', '01', '--1', ''])
    problem(`<Patient ${ns}><multipleBirthInteger value="${value}"/></Patient>`)
  assert.equal(
    json(`<Patient ${ns}><multipleBirthInteger value="+2"/></Patient>`),
    '{"resourceType":"Patient","multipleBirthInteger":2}',
  )
})

test('bombs, external entities, depth and things that are not XML are refused quickly', () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`).join('')}]>`
  assert.equal(problem(`${laughs}<Patient ${ns}><id value="&lol9;"/></Patient>`).code, 'FHIR_XML_DOCTYPE')
  assert.equal(problem(`<!DOCTYPE x SYSTEM "file:///etc/passwd"><Patient ${ns}/>`).code, 'FHIR_XML_DOCTYPE')
  for (const text of [
    `<Patient ${ns}><id value="&lol;"/></Patient>`,
    `<Patient ${ns}>`,
    '<Patient',
    'xin chào',
    '{"resourceType":"Patient"}',
    `<Patient ${ns}/><Patient ${ns}/>`,
    `<Patient ${ns}><id value="1" value="2"/></Patient>`,
    '<x:Patient/>',
    `<Patient ${ns}><id value="&#0;"/></Patient>`,
    '\u0000',
  ])
    assert.equal(problem(text).code, 'FHIR_XML_MALFORMED', text)
  assert.equal(problem(' \n').code, 'FHIR_XML_EMPTY')
  assert.equal(problem('\ufeff').code, 'FHIR_XML_EMPTY')
  assert.equal(problem(`<Patient ${ns}>${'<extension url="a">'.repeat(100_000)}`).code, 'FHIR_XML_TOO_DEEP')
  assert.equal(
    problem(`<Patient ${ns}><text><div xmlns="http://www.w3.org/1999/xhtml">${'<b>'.repeat(100_000)}`).code,
    'FHIR_XML_TOO_DEEP',
  )
  assert.equal(readXml(`<Patient ${ns}/>`, { maxLength: 10 }).ok, false)
  const many = problem(`<Patient ${ns} ${Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(' ')}/>`)
  assert.equal(many.issues.length, 20)
})

test('what is read is never deeper than JSON may be', () => {
  const deep = (levels: number) =>
    `<Patient ${ns}>${'<extension url="a">'.repeat(levels)}${'</extension>'.repeat(levels)}</Patient>`
  assert.ok(parseExact(json(deep(49))).ok)
  assert.equal(problem(deep(50)).code, 'FHIR_XML_TOO_DEEP')
})

test('a declaration, comments and instructions around and inside are passed over', () => {
  const text = `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- a --><?x y?>\n<Patient ${ns}>\n  <!-- b --><?z?><id value="1"/>\n</Patient>\n<!-- c -->`
  assert.equal(json(text), '{"resourceType":"Patient","id":"1"}')
})

test('a text cut short anywhere, or with a stray sign anywhere, is read or refused and never a surprise', () => {
  const whole = `<Patient ${ns}><text><status value="empty"/><div xmlns="http://www.w3.org/1999/xhtml">a<br/></div></text><contained><Basic><id value="1"/></Basic></contained><name id="n"><given value="A"><extension url="u"><valueDecimal value="1.0"/></extension></given></name></Patient>`
  for (let at = 0; at < whole.length; at++) {
    assert.ok(problem(whole.slice(0, at)).message)
    for (const stray of ['<', '>', '"', '&', '<x/>', '</x>', '<!-- -->', ']]>', 'a', '\u0000']) {
      const read = readXml(whole.slice(0, at) + stray + whole.slice(at))
      assert.ok(read.ok ? readXml(writeXml(read.value)).ok : read.problem.message)
    }
  }
})

test('only a resource can be written', () => {
  assert.throws(() => writeXml({ resourceType: 'DomainResource' }), TypeError)
  assert.throws(() => writeXml({ resourceType: 'HumanName' }), TypeError)
  assert.match(writeXml({ resourceType: 'Patient' }), /<Patient xmlns="http:\/\/hl7.org\/fhir"\/>$/)
})

test('indented for a reader: a line for each element, the narrative as it was', () => {
  const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Khỏe.</p><pre>a\n  <b>></b></pre></div>'
  const resource = {
    resourceType: 'Patient',
    text: { status: 'generated', div },
    contained: [{ resourceType: 'Basic', id: '1' }],
    name: [{ given: ['A'], _given: [{ extension: [{ url: 'u', valueCode: 'x' }] }] }],
  }
  assert.equal(
    writeXml(resource, { pretty: true }),
    `<?xml version="1.0" encoding="UTF-8"?>
<Patient ${ns}>
  <text>
    <status value="generated"/>
    ${div}
  </text>
  <contained>
    <Basic>
      <id value="1"/>
    </Basic>
  </contained>
  <name>
    <given value="A">
      <extension url="u">
        <valueCode value="x"/>
      </extension>
    </given>
  </name>
</Patient>
`,
  )
})
