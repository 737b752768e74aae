import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CodeSystem, ConceptMap, FhirResource, Parameters, ParametersParameter, ValueSet } from 'fhir/r4'
import { fixedClock } from '#foundation/clock'
import {
  openTerminology,
  parametersFromQuery,
  runTerminologyOperation,
  type SystemCode,
  type TerminologyResources,
} from '#vocabulary/terminology'

const clock = fixedClock('2026-02-28T00:00:00Z')
const icd10 = 'http://hl7.org/fhir/sid/icd-10'
const icd10Set = 'https://mach.vn/fhir/ValueSet/icd-10'

type Call = [operation: string, type: string, parameter: ParametersParameter[], extra?: TerminologyResources]

function attempt(...[operation, type, parameter, extra]: Call) {
  const parameters: Parameters = { resourceType: 'Parameters', parameter }
  return runTerminologyOperation(operation, type, parameters, openTerminology({ clock, extra }))
}

function run(...call: Call): FhirResource {
  const done = attempt(...call)
  assert.ok(done.ok, done.ok ? '' : done.problem.message)
  return done.value
}

function problemOf(...call: Call) {
  const done = attempt(...call)
  assert.ok(!done.ok)
  return done.problem
}

/** Values of a Parameters resource by name, parts inside. */
function valuesOf(resource: FhirResource): [string, unknown][] {
  const read = (list: readonly ParametersParameter[]): [string, unknown][] =>
    list.map(({ name, part, ...value }) => [name, part ? read(part) : Object.values(value)[0]])
  return read((resource as Parameters).parameter ?? [])
}

const uri = (name: string, valueUri: string): ParametersParameter => ({ name, valueUri })
const code = (name: string, valueCode: string): ParametersParameter => ({ name, valueCode })
const text = (name: string, valueString: string): ParametersParameter => ({ name, valueString })

function expandIcd10(filter: string, count = 5): { total: number; codes: string[] } {
  const expanded = run('expand', 'ValueSet', [
    uri('url', icd10Set),
    text('filter', filter),
    { name: 'count', valueInteger: count },
  ]) as ValueSet
  const { total, contains } = expanded.expansion!
  return { total: total!, codes: contains!.map((row) => row.code!) }
}

test('a diagnosis is found by its first letters, with and without tone marks, and by its code', () => {
  const marked = expandIcd10('sốt xuất')
  assert.ok(marked.total > 5 && marked.codes.length === 5)
  assert.deepEqual(expandIcd10('SOT XUAT'), marked)
  assert.deepEqual(expandIcd10('xuat  sot'), marked)
  assert.deepEqual(expandIcd10('A90').codes, ['A90'])
  assert.deepEqual(expandIcd10('a15.0').codes.slice(0, 1), ['A15.0'])
  assert.deepEqual(expandIcd10('không bệnh nào tên zzz'), { total: 0, codes: [] })
  assert.equal(expandIcd10('%_*.(+').total, 0)
})

test('a whole large list is refused without a count, and had page by page', () => {
  assert.equal(problemOf('expand', 'ValueSet', [uri('url', icd10Set)]).issue, 'too-costly')
  const seen = new Set<string>()
  for (let offset = 0; ; offset += 5000) {
    const page = run('expand', 'ValueSet', [
      uri('url', icd10Set),
      { name: 'offset', valueInteger: offset },
      { name: 'count', valueInteger: 5000 },
    ]) as ValueSet
    for (const row of page.expansion!.contains!) seen.add(row.code!)
    assert.equal(page.expansion!.offset, Math.min(offset, page.expansion!.total!))
    if (page.expansion!.contains!.length === 0) break
  }
  assert.ok(seen.size > 12_000)
})

test('a count without measure gives no more than one answer may hold', () => {
  const expanded = run('expand', 'ValueSet', [
    uri('url', icd10Set),
    { name: 'count', valueInteger: 1e9 },
  ]) as ValueSet
  assert.equal(expanded.expansion!.contains!.length, 10_000)
  assert.ok(expanded.expansion!.total! > 10_000)
  assert.equal(expanded.expansion!.timestamp, '2026-02-28T00:00:00.000Z')
  const none = run('expand', 'ValueSet', [
    uri('url', icd10Set),
    { name: 'count', valueInteger: 0 },
  ]) as ValueSet
  assert.equal(none.expansion!.contains!.length, 0)
  assert.equal(
    problemOf('expand', 'ValueSet', [{ name: 'count', valueInteger: -1 }]).code,
    'TERMINOLOGY_PARAMETER_TYPE',
  )
})

test('a province is called as it was called on the day asked for', () => {
  const url = 'https://mach.vn/fhir/ValueSet/province'
  const names = (date: string) => {
    const { expansion } = run('expand', 'ValueSet', [
      uri('url', url),
      { name: 'date', valueDate: date },
    ]) as ValueSet
    return new Map(expansion!.contains!.map((row) => [row.code, row.display]))
  }
  assert.equal(names('2025-06-30').size, 63)
  assert.equal(names('2025-07-01').size, 34)
  assert.equal(names('2025-06-30').get('02'), 'Tỉnh Hà Giang')
  assert.equal(names('2025-06-30').get('15'), 'Tỉnh Yên Bái')
  assert.equal(names('2025-07-01').get('15'), 'Tỉnh Lào Cai')
  const onDay = (day: string) =>
    valuesOf(
      run('validate-code', 'ValueSet', [
        uri('url', url),
        code('code', '02'),
        { name: 'date', valueDateTime: day },
      ]),
    )[0]
  assert.deepEqual(onDay('2024-01-01'), ['result', true])
  assert.deepEqual(onDay('2026-01-01T08:00:00+07:00'), ['result', false])
})

test('sets without end are not listed, and the reason names the system', () => {
  const problem = problemOf('expand', 'ValueSet', [uri('url', 'http://hl7.org/fhir/ValueSet/mimetypes')])
  assert.equal(problem.issue, 'not-supported')
  assert.match(problem.message, /urn:ietf:bcp:13/)
  assert.equal(problemOf('expand', 'ValueSet', [uri('url', 'https://example.org/none')]).kind, 'not-found')
})

// FHIR R4, operation-valueset-validate-code and operation-codesystem-validate-code, with their examples.
test('$validate-code tells a right code, a wrong code and a wrong name', () => {
  const gender = uri('url', 'http://hl7.org/fhir/ValueSet/administrative-gender')
  assert.deepEqual(valuesOf(run('validate-code', 'ValueSet', [gender, code('code', 'male')])), [
    ['result', true],
    ['display', 'Male'],
  ])
  assert.deepEqual(valuesOf(run('validate-code', 'ValueSet', [gender, code('code', 'nam')]))[0], [
    'result',
    false,
  ])
  const named = (display: string) => [gender, code('code', 'male'), text('display', display)]
  assert.deepEqual(valuesOf(run('validate-code', 'ValueSet', named('  mALE ')))[0], ['result', true])
  assert.deepEqual(valuesOf(run('validate-code', 'ValueSet', named('test'))), [
    ['result', false],
    ['message', 'Tên gọi (display) không đúng với mã này.'],
    ['display', 'Male'],
  ])
})

test('$validate-code takes a CodeableConcept when any of its codings will do', () => {
  const concept = (...codes: string[]): ParametersParameter => ({
    name: 'codeableConcept',
    valueCodeableConcept: { coding: codes.map((code) => ({ system: icd10, code })) },
  })
  const result = (...codes: string[]) =>
    valuesOf(run('validate-code', 'ValueSet', [uri('url', icd10Set), concept(...codes)]))[0]![1]
  assert.equal(result('X', 'A90'), true)
  assert.equal(result('X', 'Y'), false)
  assert.equal(problemOf('validate-code', 'ValueSet', [uri('url', icd10Set), concept()]).kind, 'incorrect')
})

test('$validate-code of a code system refuses abstract codes when asked to, and says when it cannot tell', () => {
  const actCode = uri('url', 'http://terminology.hl7.org/CodeSystem/v3-ActCode')
  const encounter = [actCode, code('code', '_ActEncounterCode')]
  assert.deepEqual(valuesOf(run('validate-code', 'CodeSystem', encounter))[0], ['result', true])
  const strict = [...encounter, { name: 'abstract', valueBoolean: false }]
  assert.deepEqual(valuesOf(run('validate-code', 'CodeSystem', strict))[0], ['result', false])
  const loinc = [uri('url', 'http://loinc.org'), code('code', '1963-8')]
  assert.equal(problemOf('validate-code', 'CodeSystem', loinc).kind, 'not-found')
  const inObservation = [
    uri('url', 'http://hl7.org/fhir/ValueSet/observation-codes'),
    { name: 'coding', valueCoding: { system: 'http://loinc.org', code: '1963-8' } },
  ]
  assert.match(
    String(valuesOf(run('validate-code', 'ValueSet', inObservation))[1]![1]),
    /Không kiểm tra được/,
  )
})

test('$lookup tells name, version, abstractness, properties and the way up and down', () => {
  const found = run('lookup', 'CodeSystem', [
    uri('system', 'http://terminology.hl7.org/CodeSystem/v3-ActCode'),
    code('code', '_ActEncounterCode'),
  ])
  const values = valuesOf(found)
  assert.deepEqual(values.slice(0, 4), [
    ['name', 'v3 Code System ActCode'],
    ['version', '2018-08-12'],
    ['display', 'ActEncounterCode'],
    ['abstract', true],
  ])
  const children = values.filter(
    ([name, part]) => name === 'property' && JSON.stringify(part).includes('"child"'),
  )
  assert.ok(children.some(([, part]) => JSON.stringify(part).includes('"AMB"')))
  const coding = { name: 'coding', valueCoding: { system: icd10, code: 'A15.0' } }
  assert.ok(JSON.stringify(valuesOf(run('lookup', 'CodeSystem', [coding]))).includes('["value","A15"]'))
  const onlyNames = run('lookup', 'CodeSystem', [coding, code('property', 'designation')])
  assert.deepEqual(
    valuesOf(onlyNames).map(([name]) => name),
    ['name', 'display'],
  )
  const unknown = { name: 'coding', valueCoding: { system: icd10, code: 'A15.Z' } }
  assert.equal(problemOf('lookup', 'CodeSystem', [unknown]).code, 'TERMINOLOGY_CODE_UNKNOWN')
})

test('$subsumes gives each of its four answers', () => {
  const outcome = (a: string, b: string) =>
    valuesOf(run('subsumes', 'CodeSystem', [uri('system', icd10), code('codeA', a), code('codeB', b)]))
  assert.deepEqual(outcome('A15', 'A15.0'), [['outcome', 'subsumes']])
  assert.deepEqual(outcome('A15.0', 'A15'), [['outcome', 'subsumed-by']])
  assert.deepEqual(outcome('A15', 'A15'), [['outcome', 'equivalent']])
  assert.deepEqual(outcome('A15', 'A90'), [['outcome', 'not-subsumed']])
  const differ = [
    { name: 'codingA', valueCoding: { system: icd10, code: 'A15' } },
    { name: 'codingB', valueCoding: { system: 'http://other.example', code: 'A15' } },
  ]
  assert.equal(problemOf('subsumes', 'CodeSystem', differ).kind, 'incorrect')
})

// FHIR R4, operation-conceptmap-translate-example: address use to v3.
test('$translate finds the mapping of the specification, both ways', () => {
  const map = uri('url', 'http://hl7.org/fhir/ConceptMap/101')
  const forward = run('translate', 'ConceptMap', [
    map,
    uri('system', 'http://hl7.org/fhir/address-use'),
    code('code', 'home'),
  ])
  assert.deepEqual(valuesOf(forward), [
    ['result', true],
    [
      'match',
      [
        ['equivalence', 'equivalent'],
        [
          'concept',
          { system: 'http://terminology.hl7.org/CodeSystem/v3-AddressUse', code: 'H', display: 'home' },
        ],
        ['source', 'http://hl7.org/fhir/ConceptMap/101'],
      ],
    ],
  ])
  const back = run('translate', 'ConceptMap', [
    map,
    uri('system', 'http://terminology.hl7.org/CodeSystem/v3-AddressUse'),
    code('code', 'H'),
    { name: 'reverse', valueBoolean: true },
  ])
  assert.ok(JSON.stringify(valuesOf(back)).includes('"code":"home"'))
  const unknown = run('translate', 'ConceptMap', [uri('system', 'http://x.example'), code('code', 'home')])
  assert.deepEqual(valuesOf(unknown)[0], ['result', false])
})

const localMap: ConceptMap = {
  resourceType: 'ConceptMap',
  url: 'https://example.org/map',
  status: 'active',
  group: [
    {
      source: 'https://example.org/local',
      target: icd10,
      element: [
        { code: 'SXH', target: [{ code: 'A90', equivalence: 'wider' }] },
        {
          code: 'LAO',
          target: [
            {
              code: 'A15.0',
              equivalence: 'equivalent',
              dependsOn: [{ property: 'https://example.org/site', value: 'phổi' }],
              product: [{ property: 'https://example.org/side', value: 'phải' }],
            },
          ],
        },
        { code: 'KHAC', target: [{ equivalence: 'unmatched' }] },
      ],
      unmapped: { mode: 'fixed', code: 'R69', display: 'Không rõ' },
    },
  ],
}

test('$translate heeds dependencies, products, what is unmatched and what is not mapped', () => {
  const ask = (asked: string, ...more: ParametersParameter[]) =>
    valuesOf(
      run(
        'translate',
        'ConceptMap',
        [uri('url', localMap.url!), uri('system', 'https://example.org/local'), code('code', asked), ...more],
        { conceptMaps: [localMap] },
      ),
    )
  assert.ok(JSON.stringify(ask('SXH')).includes('"A90"'))
  assert.deepEqual(ask('LAO')[0], ['result', false])
  const site: ParametersParameter = {
    name: 'dependency',
    part: [
      { name: 'element', valueUri: 'https://example.org/site' },
      { name: 'concept', valueCodeableConcept: { coding: [{ code: 'phổi' }] } },
    ],
  }
  assert.ok(JSON.stringify(ask('LAO', site)).includes('"phải"'))
  assert.deepEqual(ask('KHAC')[0], ['result', false])
  assert.ok(JSON.stringify(ask('la-hoac')).includes('"R69"'))
  assert.deepEqual(ask('SXH', uri('targetsystem', 'http://loinc.org'))[0], ['result', false])
  const reversed = { url: localMap.url!, codings: [{ system: icd10, code: 'A90' }], reverse: true }
  const back = openTerminology({ extra: { conceptMaps: [localMap] } }).translate(reversed)
  assert.ok(back.ok && back.value.matches[0]!.equivalence === 'narrower')
})

test('maps that send unknown codes to each other come to an end', () => {
  const to = (url: string, other: string): ConceptMap => ({
    resourceType: 'ConceptMap',
    url,
    status: 'active',
    group: [
      { source: 'http://a', target: 'http://b', element: [], unmapped: { mode: 'other-map', url: other } },
    ],
  })
  const conceptMaps = [to('http://m/1', 'http://m/2'), to('http://m/2', 'http://m/1')]
  const asked = { url: 'http://m/1', codings: [{ system: 'http://a', code: 'x' }] }
  const done = openTerminology({ extra: { conceptMaps } }).translate(asked)
  assert.ok(done.ok && !done.value.result)
})

// FHIR R4 terminology-service.html 4.7.11: the closure table grows by what is new.
test('$closure gives the pairs that new concepts add, and no pair twice', () => {
  const concept = (value: string): ParametersParameter => ({
    name: 'concept',
    valueCoding: { system: icd10, code: value },
  })
  const pairs = (added: string[], known: SystemCode[]) => {
    const parameters = {
      resourceType: 'Parameters',
      parameter: [text('name', 'bang-1'), ...added.map(concept)],
    }
    const done = runTerminologyOperation(
      'closure',
      'ConceptMap',
      parameters,
      openTerminology({ clock }),
      known,
    )
    assert.ok(done.ok)
    return ((done.value as ConceptMap).group ?? []).flatMap((group) =>
      group.element.flatMap(({ code, target }) =>
        target!.map((other) => `${code} ${other.equivalence} ${other.code}`),
      ),
    )
  }
  assert.deepEqual(pairs(['A15.0'], []), [])
  assert.deepEqual(pairs(['A15', 'A90'], [{ system: icd10, code: 'A15.0' }]), ['A15.0 subsumes A15'])
  assert.deepEqual(pairs(['A15', 'A15'], [{ system: icd10, code: 'A15' }]), [])
  assert.deepEqual(pairs(['A15.1', 'A15'], []), ['A15.1 subsumes A15'])
  assert.deepEqual(pairs(['không có'], []), [])
})

test('codes under and over one another are found for :below and :above', () => {
  const ours = openTerminology()
  assert.ok(ours.descendantsOf(icd10, 'A15').includes('A15.0'))
  assert.equal(ours.descendantsOf(icd10, 'A15')[0], 'A15')
  assert.deepEqual(ours.ancestorsOf(icd10, 'A15.0'), ['A15.0', 'A15'])
  assert.deepEqual(ours.ancestorsOf('http://loinc.org', '718-7'), ['718-7'])
  assert.equal(ours.codesOf('http://hl7.org/fhir/ValueSet/administrative-gender')!.length, 4)
  assert.equal(ours.codesOf('http://hl7.org/fhir/ValueSet/observation-codes'), undefined)
})

test('a supplement gives HL7’s codes Vietnamese names', () => {
  const supplement: CodeSystem = {
    resourceType: 'CodeSystem',
    url: 'https://example.org/gender-vi',
    status: 'active',
    content: 'supplement',
    supplements: 'http://hl7.org/fhir/administrative-gender',
    concept: [{ code: 'female', designation: [{ language: 'vi', value: 'Nữ' }] }],
  }
  const names = (language?: string) => {
    const asked = [
      uri('url', 'http://hl7.org/fhir/ValueSet/administrative-gender'),
      ...(language ? [code('displayLanguage', language)] : []),
    ]
    const { expansion } = run('expand', 'ValueSet', asked, { codeSystems: [supplement] }) as ValueSet
    return expansion!.contains!.map((row) => row.display)
  }
  assert.ok(names('vi-VN').includes('Nữ'))
  assert.ok(names().includes('Female'))
})

test('a stored code system stands beside the product’s, with its newest version and the value set it names', () => {
  const local = (version: string, codes: string[]): CodeSystem => ({
    resourceType: 'CodeSystem',
    url: 'https://example.org/cs',
    version,
    valueSet: 'https://example.org/vs',
    status: 'active',
    content: 'complete',
    concept: codes.map((value) => ({ code: value })),
  })
  const ours = openTerminology({ extra: { codeSystems: [local('1.10', ['a', 'b']), local('1.9', ['a'])] } })
  assert.equal(ours.isMember('https://example.org/vs', 'https://example.org/cs', 'b'), true)
  const asked = { codings: [{ code: 'b' }], url: 'https://example.org/cs|1.9' }
  const old = ours.validateInCodeSystem(asked)
  assert.ok(old.ok && !old.value.result)
  assert.ok(ours.urls('CodeSystem').includes('https://example.org/cs'))
})

test('what an operation does not take is refused by name', () => {
  const refused = problemOf('expand', 'ValueSet', [uri('url', icd10Set), uri('context', 'x')])
  assert.deepEqual([refused.code, refused.issue], ['TERMINOLOGY_PARAMETER_UNKNOWN', 'not-supported'])
  assert.equal(problemOf('explode', 'ValueSet', []).code, 'TERMINOLOGY_OPERATION_UNKNOWN')
  assert.equal(problemOf('constructor', 'ValueSet', []).code, 'TERMINOLOGY_OPERATION_UNKNOWN')
  for (const bad of [
    undefined,
    null,
    7,
    'x',
    [],
    { parameter: 'x' },
    { parameter: [null, 1, { name: 5 }] },
  ]) {
    for (const [name, type] of [
      ['expand', 'ValueSet'],
      ['lookup', 'CodeSystem'],
      ['translate', 'ConceptMap'],
      ['closure', ''],
    ]) {
      assert.equal(runTerminologyOperation(name!, type!, bad, openTerminology()).ok, false)
    }
  }
})

test('a query string becomes Parameters, and what is not a number is refused', () => {
  const read = parametersFromQuery('expand', 'ValueSet', [
    ['url', icd10Set],
    ['count', '10'],
    ['activeOnly', 'true'],
  ])
  assert.deepEqual(read.ok && read.value.parameter, [
    { name: 'url', valueString: icd10Set },
    { name: 'count', valueInteger: 10 },
    { name: 'activeOnly', valueBoolean: true },
  ])
  for (const count of ['-1', '1e9', 'mười', '']) {
    assert.equal(parametersFromQuery('expand', 'ValueSet', [['count', count]]).ok, false)
  }
  const coding = parametersFromQuery('lookup', 'CodeSystem', [['coding', `${icd10}|A90`]])
  assert.deepEqual(coding.ok && coding.value.parameter![0]!.valueCoding, { system: icd10, code: 'A90' })
})
