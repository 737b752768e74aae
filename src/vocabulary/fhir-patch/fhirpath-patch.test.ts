import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseExact } from '#foundation/json'
import { applyFhirPathPatch } from '#vocabulary/fhir-patch'

const read = (text: string) => {
  const parsed = parseExact(text)
  assert.ok(parsed.ok, text)
  return parsed.value
}
interface Asked {
  type: string
  path: string
  name?: string
  index?: number
  source?: number
  destination?: number
}
/** One operation as Parameters; `value` is the part's own members: `"valueCode":"male"`. */
const operation = ({ type, path, name, ...numbers }: Asked, value?: string): string => {
  const parts = [
    `{"name":"type","valueCode":"${type}"}`,
    `{"name":"path","valueString":${JSON.stringify(path)}}`,
  ]
  if (name) parts.push(`{"name":"name","valueString":"${name}"}`)
  if (value) parts.push(`{"name":"value",${value}}`)
  for (const [key, number] of Object.entries(numbers))
    parts.push(`{"name":"${key}","valueInteger":${number}}`)
  return `{"name":"operation","part":[${parts}]}`
}
const patch = (resource: string, ...operations: string[]): string => {
  const given = read(resource)
  const patched = applyFhirPathPatch(given, read(`{"resourceType":"Parameters","parameter":[${operations}]}`))
  assert.equal(given.write(given.value), resource, 'what was given must stay as it was')
  return patched.ok ? patched.value.write(patched.value.value) : patched.problem.code
}
const patient = (members = '') => `{"resourceType":"Patient"${members && `,${members}`}}`
const identifiers = (...values: string[]) =>
  patient(`"identifier":[${values.map((value) => `{"system":"http://x","value":"${value}"}`)}]`)

test('the cases of the specification: adding', () => {
  const add = (path: string, name: string) => ({ type: 'add', path, name })
  assert.equal(
    patch(patient(), operation(add('Patient', 'birthDate'), '"valueDate":"1930-01-01"')),
    patient('"birthDate":"1930-01-01"'),
  )
  const contact = patient('"contact":[{"name":{"text":"a name"}}]')
  assert.equal(
    patch(contact, operation(add('Patient.contact[0]', 'gender'), '"valueCode":"male"')),
    patient('"contact":[{"name":{"text":"a name"},"gender":"male"}]'),
  )
  assert.equal(
    patch(patient(), operation(add('Patient', 'maritalStatus'), '"valueCodeableConcept":{"text":"married"}')),
    patient('"maritalStatus":{"text":"married"}'),
  )
  const anonymous = '"part":[{"name":"name","valueHumanName":{"text":"a name"}}]'
  assert.equal(patch(patient(), operation(add('Patient', 'contact'), anonymous)), contact)
  assert.equal(
    patch(
      identifiers('1'),
      operation(add('Patient', 'identifier'), '"valueIdentifier":{"system":"http://x","value":"2"}'),
    ),
    identifiers('1', '2'),
  )
  assert.equal(
    patch(patient('"birthDate":"1930"'), operation(add('Patient', 'birthDate'), '"valueDate":"1931"')),
    'PATCH_EXISTS',
  )
})

test('the cases of the specification: replacing and deleting', () => {
  const replace = (path: string, value: string) => operation({ type: 'replace', path }, value)
  const remove = (path: string) => operation({ type: 'delete', path })
  assert.equal(
    patch(patient('"birthDate":"1920-01-01"'), replace('Patient.birthDate', '"valueDate":"1930-01-01"')),
    patient('"birthDate":"1930-01-01"'),
  )
  const contact = (gender: string) => patient(`"contact":[{"name":{"text":"a name"}${gender}}]`)
  assert.equal(
    patch(contact(',"gender":"female"'), replace('Patient.contact[0].gender', '"valueCode":"male"')),
    contact(',"gender":"male"'),
  )
  assert.equal(
    patch(contact(''), replace('Patient.contact[0].name.text', '"valueString":"b"')),
    patient('"contact":[{"name":{"text":"b"}}]'),
  )
  assert.equal(
    patch(
      contact(''),
      replace(
        'Patient.contact[0]',
        '"part":[{"name":"name","valueHumanName":{"text":"c"}},{"name":"relationship","valueCodeableConcept":{"text":"d"}}]',
      ),
    ),
    patient('"contact":[{"name":{"text":"c"},"relationship":[{"text":"d"}]}]'),
  )
  assert.equal(patch(patient('"birthDate":"1920"'), remove('Patient.birthDate')), patient())
  assert.equal(patch(patient(), remove('Patient.birthDate')), patient(), 'nothing there is no failure')
  assert.equal(patch(contact(',"gender":"female"'), remove('Patient.contact[0].gender')), contact(''))
  assert.equal(patch(contact(''), remove('Patient.contact[0]')), patient())
  assert.equal(patch(patient('"maritalStatus":{"text":"x"}'), remove('Patient.maritalStatus')), patient())
  assert.equal(patch(identifiers('1', '2', '3'), remove('Patient.identifier[0]')), identifiers('2', '3'))
  assert.equal(patch(identifiers('1', '2'), remove('Patient.identifier')), 'PATCH_SEVERAL_FOUND')
  assert.equal(patch(patient(), replace('Patient.birthDate', '"valueDate":"1930"')), 'PATCH_NOT_FOUND')
})

test('the cases of the specification: inserting into and moving within a list', () => {
  const insert = (index: number) =>
    operation(
      { type: 'insert', path: 'Patient.identifier', index },
      '"valueIdentifier":{"system":"http://x","value":"n"}',
    )
  assert.equal(patch(identifiers('1', '2'), insert(0)), identifiers('n', '1', '2'))
  assert.equal(patch(identifiers('1', '2'), insert(1)), identifiers('1', 'n', '2'))
  assert.equal(patch(identifiers('1', '2'), insert(2)), identifiers('1', '2', 'n'))
  assert.equal(patch(patient(), insert(0)), identifiers('n'))
  assert.equal(patch(identifiers('1'), insert(2)), 'PATCH_INDEX')
  const move = (source: number, destination: number) =>
    operation({ type: 'move', path: 'Patient.identifier', source, destination })
  assert.equal(patch(identifiers('1', '2', '3', '4'), move(3, 1)), identifiers('1', '4', '2', '3'))
  assert.equal(patch(identifiers('1', '2', '3', '4'), move(0, 3)), identifiers('2', '3', '4', '1'))
  assert.equal(
    patch(identifiers('1', '2', '3', '4'), move(3, 0), move(3, 1), move(3, 2)),
    identifiers('4', '3', '2', '1'),
  )
  assert.equal(patch(identifiers('1'), move(1, 0)), 'PATCH_INDEX')
  assert.equal(patch(patient(), move(0, 0)), 'PATCH_INDEX')
  assert.equal(
    patch(patient(), operation({ type: 'move', path: 'Patient.gender', source: 0, destination: 0 })),
    'PATCH_NOT_LIST',
  )
})

test('elements are found by condition, type, extension and place', () => {
  const family = patient(
    '"active":true,"name":[{"use":"official","family":"Lê","given":["A","B"]},{"use":"nickname","text":"it\'s"}],"telecom":[{"system":"phone","value":"1","rank":1},{"system":"phone","value":"2"}],"extension":[{"url":"u","valueDecimal":1.50},{"url":"v"}],"deceasedBoolean":false',
  )
  const gone = (path: string) => patch(family, operation({ type: 'delete', path }))
  const without = (text: string) => family.replace(text, '')
  for (const path of [
    "Patient.name.where(use = 'official').family",
    'name[0].family',
    "Patient.name.where(use='official' and given.exists()).family",
    'Patient.name.where(text.exists().not()).family',
    "Patient.name.where(use != 'nickname').first().family",
    'Patient.name.where(family.empty().not()).single().family',
    "Patient.name.where($this.use = 'x' or (use = 'official' and family = 'Lê')).family",
    'Resource.name.first().`family`',
    "Patient.name.where(given.where($this = 'B').exists()).family",
  ])
    assert.equal(gone(path), without('"family":"Lê",'), path)
  assert.equal(gone("Patient.extension('u')"), without('{"url":"u","valueDecimal":1.50},'))
  assert.equal(gone("Patient.extension('u').value"), without(',"valueDecimal":1.50'))
  assert.equal(gone('Patient.extension.value.ofType(decimal)'), without(',"valueDecimal":1.50'))
  assert.equal(gone('Patient.telecom.where(rank = 1)'), without('{"system":"phone","value":"1","rank":1},'))
  assert.equal(
    gone("Patient.telecom.where(rank.exists() and system = 'phone')"),
    without('{"system":"phone","value":"1","rank":1},'),
  )
  assert.equal(gone('Patient.telecom.last()'), without(',{"system":"phone","value":"2"}'))
  assert.equal(gone('Patient.deceased'), without(',"deceasedBoolean":false'))
  assert.equal(gone("Patient.name.where(text = 'it\\'s').use"), without('"use":"nickname",'))
  assert.equal(gone('Patient.name.given[1]'), without(',"B"'))
  assert.equal(gone('Patient.name.given'), 'PATCH_SEVERAL_FOUND')
  assert.equal(gone('Patient.name.single()'), 'PATCH_SEVERAL_FOUND')
  for (const path of [
    "Patient.name.where(use = 'x')",
    'Patient.photo',
    'Observation.status',
    'Patient.nothing',
    'Patient.name[7]',
    'Patient.active.where(active = true)',
    'Patient.name.ofType(Address)',
  ])
    assert.equal(gone(path), family, path)
})

test('a choice takes the name of the type that is given', () => {
  const died = patient('"deceasedBoolean":true')
  assert.equal(
    patch(died, operation({ type: 'replace', path: 'Patient.deceased' }, '"valueDateTime":"2026-01-01"')),
    patient('"deceasedDateTime":"2026-01-01"'),
  )
  assert.equal(
    patch(died, operation({ type: 'add', path: 'Patient', name: 'deceased' }, '"valueDateTime":"2026"')),
    'PATCH_EXISTS',
  )
  assert.equal(
    patch(patient(), operation({ type: 'add', path: 'Patient', name: 'deceased' }, '"valueString":"x"')),
    'PATCH_MEMBER_MISSING',
  )
  assert.equal(
    patch(
      '{"resourceType":"MedicationRequest","dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":1.0}}]}]}',
      operation(
        { type: 'replace', path: 'MedicationRequest.dosageInstruction[0].doseAndRate[0].dose' },
        '"valueQuantity":{"value":2.50}',
      ),
    ),
    '{"resourceType":"MedicationRequest","dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":2.50}}]}]}',
  )
})

test('value and extension of a primitive stay together', () => {
  const e = (v: string) => `{"extension":[{"url":"${v}"}]}`
  const named = patient(`"name":[{"given":["A","B",null],"_given":[null,${e('b')},${e('c')}]}]`)
  const path = 'Patient.name[0].given'
  assert.equal(
    patch(named, operation({ type: 'delete', path: `${path}[1]` })),
    patient(`"name":[{"given":["A",null],"_given":[null,${e('c')}]}]`),
  )
  assert.equal(
    patch(named, operation({ type: 'move', path, source: 2, destination: 0 })),
    patient(`"name":[{"given":[null,"A","B"],"_given":[${e('c')},null,${e('b')}]}]`),
  )
  assert.equal(
    patch(named, operation({ type: 'insert', path, index: 1 }, `"valueString":"X","_valueString":${e('x')}`)),
    patient(`"name":[{"given":["A","X","B",null],"_given":[null,${e('x')},${e('b')},${e('c')}]}]`),
  )
  assert.equal(
    patch(named, operation({ type: 'replace', path: `${path}[1]` }, '"valueString":"Y"')),
    patient(`"name":[{"given":["A","Y",null],"_given":[null,null,${e('c')}]}]`),
  )
  const born = patient('"birthDate":"1950"')
  const extended = patient('"birthDate":"1950","_birthDate":{"extension":[{"url":"u","valueString":"s"}]}')
  const extension = '"part":[{"name":"url","valueUri":"u"},{"name":"value","valueString":"s"}]'
  assert.equal(
    patch(born, operation({ type: 'add', path: 'Patient.birthDate', name: 'extension' }, extension)),
    extended,
  )
  assert.equal(patch(extended, operation({ type: 'delete', path: "Patient.birthDate.extension('u')" })), born)
  assert.equal(
    patch(
      patient('"name":[{"given":["A"]}]'),
      operation({ type: 'add', path: `${path}[0]`, name: 'extension' }, extension),
    ),
    patient('"name":[{"given":["A"],"_given":[{"extension":[{"url":"u","valueString":"s"}]}]}]'),
  )
})

test('a complex element is never replaced by nothing but an extension', () => {
  const lost = operation({ type: 'replace', path: 'Patient.name[0]' }, '"_valueString":{"id":"x"}')
  assert.equal(patch(patient('"name":[{"text":"a"}]'), lost), 'PATCH_MEMBER_MISSING')
})

test('digits come in with the value and stay elsewhere', () => {
  const seen =
    '{"resourceType":"Observation","valueQuantity":{"value":36.50},"component":[{"valueQuantity":{"value":1.0}}]}'
  assert.equal(
    patch(
      seen,
      operation({ type: 'replace', path: 'Observation.component[0].value.value' }, '"valueDecimal":2.00'),
    ),
    seen.replace('1.0', '2.00'),
  )
  assert.equal(
    patch(
      seen,
      operation(
        { type: 'add', path: 'Observation', name: 'referenceRange' },
        '"part":[{"name":"low","valueQuantity":{"value":0.10}},{"name":"appliesTo","valueCodeableConcept":{"text":"a"}}]',
      ),
    ),
    seen.replace(/\}$/, ',"referenceRange":[{"low":{"value":0.10},"appliesTo":[{"text":"a"}]}]}'),
  )
})

test('resources inside resources are reached by what they are', () => {
  const bundle = '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","active":true}}]}'
  assert.equal(
    patch(
      bundle,
      operation({ type: 'replace', path: 'Bundle.entry[0].resource.active' }, '"valueBoolean":false'),
    ),
    bundle.replace('true', 'false'),
  )
  assert.equal(
    patch(
      bundle,
      operation({ type: 'replace', path: 'Bundle.entry[0].resource' }, '"resource":{"resourceType":"Basic"}'),
    ),
    '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic"}}]}',
  )
})

test('a patch that makes no sense is refused by name', () => {
  const wrong: [string, string][] = [
    [operation({ type: 'spam', path: 'Patient' }), 'PATCH_OPERATION'],
    [operation({ type: 'delete', path: 'Patient' }), 'PATCH_ROOT'],
    [operation({ type: 'replace', path: 'Patient' }, '"valueString":"x"'), 'PATCH_ROOT'],
    [
      operation({ type: 'add', path: 'Patient', name: 'nothing' }, '"valueString":"x"'),
      'PATCH_UNKNOWN_ELEMENT',
    ],
    [
      operation({ type: 'add', path: 'Patient', name: '__proto__' }, '"valueString":"x"'),
      'PATCH_UNKNOWN_ELEMENT',
    ],
    [
      operation(
        { type: 'add', path: 'Patient', name: 'contact' },
        '"part":[{"name":"constructor","valueString":"x"}]',
      ),
      'PATCH_UNKNOWN_ELEMENT',
    ],
    [operation({ type: 'add', path: 'Patient', name: 'gender' }), 'PATCH_MEMBER_MISSING'],
    [operation({ type: 'add', path: 'Patient' }, '"valueString":"x"'), 'PATCH_MEMBER_MISSING'],
    ['{"name":"operation","part":[{"name":"type","valueCode":"delete"}]}', 'PATCH_MEMBER_MISSING'],
    ['{"name":"other"}', 'PATCH_NOT_PARAMETERS'],
    [
      operation({ type: 'add', path: 'Patient', name: 'name' }, '"_valueString":{"id":"x"}'),
      'PATCH_MEMBER_MISSING',
    ],
    [
      operation({ type: 'insert', path: 'Patient.name', index: 0 }, '"_valueString":{"id":"x"}'),
      'PATCH_MEMBER_MISSING',
    ],
    ['null', 'PATCH_NOT_PARAMETERS'],
    ['{"name":"operation","part":[null,3]}', 'PATCH_MEMBER_MISSING'],
  ]
  for (const [given, code] of wrong) assert.equal(patch(patient(), given), code, given)
  const path = (text: string) => patch(patient(), operation({ type: 'delete', path: text }))
  for (const text of [
    '',
    '.',
    'Patient.',
    'Patient..name',
    'Patient.name[',
    'Patient.name[x]',
    'Patient.name[-1]',
    "where(a='b",
    'Patient.where(',
    'Patient name',
    '#',
    'Patient.extension(u)',
    'Patient.where()',
  ])
    assert.match(path(text), /^PATCH_PATH_(SYNTAX|UNSUPPORTED)$/, text)
  for (const text of [
    'Patient.name | Patient.contact',
    'Patient.descendants()',
    'Patient.name.where(given.count() > 1)',
    `Patient${'.name'.repeat(500)}`,
    `Patient.where(${'exists('.repeat(50)}`,
  ])
    assert.equal(path(text), 'PATCH_PATH_UNSUPPORTED', text)
  assert.ok(!applyFhirPathPatch(read('[]'), read('{"resourceType":"Parameters","parameter":[]}')).ok)
  assert.ok(!applyFhirPathPatch(read(patient()), read('{"resourceType":"Parameters"}')).ok)
})

test('hostile resources and long lists end in a sentence, soon', () => {
  const began = process.cpuUsage()
  const wide = patient(`"identifier":[${Array.from({ length: 100_000 }, () => '{}')}]`)
  const many = Array.from({ length: 2000 }, () =>
    operation({ type: 'delete', path: "Patient.identifier.where(value = 'x')" }),
  )
  assert.equal(patch(wide, ...many), 'PATCH_TOO_COSTLY')
  assert.equal(
    patch('{"resourceType":"__proto__","x":1}', operation({ type: 'delete', path: 'x' })),
    '{"resourceType":"__proto__","x":1}',
  )
  assert.equal(
    patch(
      patient('"extension":[null,1,"x"],"name":3,"birthDate":{"a":1}'),
      operation({ type: 'delete', path: "Patient.extension('x').value" }),
      operation({ type: 'delete', path: 'Patient.name.given' }),
    ),
    patient('"extension":[null,1,"x"],"name":3,"birthDate":{"a":1}'),
  )
  const nested = operation(
    { type: 'add', path: `Questionnaire${'.item'.repeat(45)}`, name: 'item' },
    `${'"part":[{"name":"item",'.repeat(15)}"part":[]${'}]'.repeat(15)}`,
  )
  assert.equal(
    patch(`{"resourceType":"Questionnaire"${',"item":[{"a":1'.repeat(45)}${'}]'.repeat(45)}}`, nested),
    'PATCH_TOO_DEEP',
  )
  const spent = process.cpuUsage(began)
  assert.ok((spent.user + spent.system) / 1e6 < 8)
})
