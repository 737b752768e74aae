import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Condition, readSearch, type SearchQuery, type SearchTerminology } from './index.ts'

const terminology: SearchTerminology = {
  codesOf: (url) =>
    url === 'http://example.org/ValueSet/fever' ? [{ system: 'http://icd', code: 'R50' }] : undefined,
  descendantsOf: (_system, code) => [code, `${code}.1`],
  ancestorsOf: (_system, code) => [code, code.slice(0, 1)],
}
const options = { base: 'https://mach.vn/fhir/R4', terminology, now: new Date('2026-11-22T00:00:00Z') }

type Pairs = Parameters<typeof readSearch>[1]

/** A search of one type, as in an URL after decoding: `name=hương&gender=male`. */
function read(type: string | null, text: string): SearchQuery {
  const found = readSearch(type, pairsOf(text), options)
  assert.ok(found.ok, found.ok ? '' : found.problem.message)
  return found.value
}
const pairsOf = (text: string): Pairs =>
  text.split('&').map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), pair.slice(at + 1)] as const
  })
const refusal = (type: string | null, text: string) => {
  const found = readSearch(type, pairsOf(text), options)
  assert.ok(!found.ok, text)
  return found.problem
}
/** The only condition, its parameters by name. */
const condition = (type: string, text: string): unknown => {
  const { where, ignored } = read(type, text)
  assert.deepEqual(ignored, [])
  assert.equal(where.length, 1)
  return named(where[0]!)
}
const named = (given: Condition): unknown =>
  JSON.parse(
    JSON.stringify(given, (key, value) =>
      (key === 'param' || key === 'params') && value
        ? Array.isArray(value)
          ? value.map((each: { code: string }) => each.code)
          : value.code
        : value,
    ),
  )

test('commas separate values, a backslash keeps a sign as it is', () => {
  assert.deepEqual(condition('Observation', 'code=http://loinc.org|718-7,|x,a\\,b,http://loinc.org|'), {
    kind: 'param',
    param: 'code',
    modifier: null,
    values: [
      { kind: 'token', system: 'http://loinc.org', code: '718-7', text: 'http://loinc.org|718-7' },
      { kind: 'token', system: '', code: 'x', text: '|x' },
      { kind: 'token', code: 'a,b', text: 'a,b' },
      { kind: 'token', system: 'http://loinc.org', text: 'http://loinc.org|' },
    ],
  })
})

test('a number covers what its digits cover', () => {
  const range = (text: string) => {
    const { values } = condition('RiskAssessment', `probability=${text}`) as {
      values: [{ prefix: string; lo: number; hi: number }]
    }
    const [{ prefix, lo, hi }] = values
    return [prefix, lo, hi]
  }
  // The table of FHIR R4 3.1.1.4.4.
  assert.deepEqual(range('100'), ['eq', 99.5, 100.5])
  assert.deepEqual(range('100.00'), ['eq', 99.995, 100.005])
  assert.deepEqual(range('1e2'), ['eq', 95, 105])
  assert.deepEqual(range('lt100'), ['lt', 99.5, 100.5])
  assert.deepEqual(range('-5.4'), ['eq', -5.45, -5.35])
  assert.deepEqual(range('5.4'), ['eq', 5.35, 5.45])
  assert.deepEqual(range('ap100'), ['ap', 90, 110])
  for (const wrong of ['abc', '1e999', '0x10', '--5', '1.', '.5', '5e', 'zz5'])
    assert.equal(refusal('RiskAssessment', `probability=${wrong}`).code, 'SEARCH_VALUE', wrong)
})

test('a date covers the year, month, day, minute or second that was written, in Vietnam unless it says where', () => {
  const range = (text: string) => {
    const { values } = condition('Patient', `birthdate=${text}`) as {
      values: [{ prefix: string; lo: string; hi: string }]
    }
    const [{ prefix, lo, hi }] = values
    return [prefix, lo, hi]
  }
  assert.deepEqual(range('2000'), ['eq', '1999-12-31T17:00:00.000Z', '2000-12-31T17:00:00.000Z'])
  assert.deepEqual(range('ge2000-02'), ['ge', '2000-01-31T17:00:00.000Z', '2000-02-29T17:00:00.000Z'])
  assert.deepEqual(range('2024-02-29'), ['eq', '2024-02-28T17:00:00.000Z', '2024-02-29T17:00:00.000Z'])
  assert.deepEqual(range('sa2020-01-01T10:30'), [
    'sa',
    '2020-01-01T03:30:00.000Z',
    '2020-01-01T03:31:00.000Z',
  ])
  assert.deepEqual(range('2020-01-01T10:30:05Z'), [
    'eq',
    '2020-01-01T10:30:05.000Z',
    '2020-01-01T10:30:06.000Z',
  ])
  assert.deepEqual(range('2020-01-01T10:30:05.25-05:30'), [
    ...['eq', '2020-01-01T16:00:05.250Z', '2020-01-01T16:00:05.260Z'],
  ])
  // `+` of an URL that was not escaped arrives as a blank.
  assert.deepEqual(range('2020-01-01T10:30:05 07:00')[1], '2020-01-01T03:30:05.000Z')
  assert.deepEqual(range('ap2026-11-12T00:00:00Z').slice(1), [
    ...['2026-11-11T00:00:00.000Z', '2026-11-13T00:00:01.000Z'],
  ])
  for (const wrong of [
    '2023-02-29',
    '2020-13',
    '20',
    '2020-1-1',
    '0000',
    '2020-01-01T25:00',
    '2020-01-01T10',
    'x',
  ])
    assert.equal(refusal('Patient', `birthdate=${wrong}`).code, 'SEARCH_VALUE', wrong)
})

test('a reference is an id, a type with an id, an address here or elsewhere', () => {
  const value = (text: string) =>
    (condition('Observation', `subject${text}`) as { values: [unknown] }).values[0]
  assert.deepEqual(value('=Patient/1'), { kind: 'reference', type: 'Patient', id: '1' })
  assert.deepEqual(value(':Patient=1'), { kind: 'reference', type: 'Patient', id: '1' })
  assert.deepEqual(value('=1'), { kind: 'reference', id: '1' })
  assert.deepEqual(value('=https://mach.vn/fhir/R4/Patient/1/_history/3'), {
    ...{ kind: 'reference', type: 'Patient', id: '1' },
  })
  assert.deepEqual(value('=http://other.vn/Patient/1'), {
    kind: 'reference',
    url: 'http://other.vn/Patient/1',
  })
  assert.deepEqual(value(':identifier=http://cccd|001'), {
    ...{ kind: 'reference', identifier: { system: 'http://cccd', code: '001' } },
  })
  assert.equal(refusal('Observation', 'subject=a b').code, 'SEARCH_VALUE')
})

test('a parameter that says what others say is asked as those', () => {
  const combo = condition('Observation', 'combo-code:not=a') as { kind: string; of: { param: string }[] }
  assert.deepEqual([combo.kind, combo.of.map((each) => each.param)], ['and', ['code', 'component-code']])
  const either = condition('Observation', 'combo-value-quantity=gt5') as { kind: string; of: unknown[] }
  assert.deepEqual([either.kind, either.of.length], ['or', 2])
  assert.equal((condition('Coverage', 'patient=1') as { param: string }).param, 'beneficiary')
})

test('chains go through references, with and without their type, and back with _has', () => {
  assert.deepEqual(condition('Observation', 'patient.organization.name=đa khoa'), {
    kind: 'chain',
    param: 'patient',
    targets: [
      {
        type: 'Patient',
        inner: [
          {
            kind: 'chain',
            param: 'organization',
            targets: [
              {
                type: 'Organization',
                inner: [
                  {
                    ...{ kind: 'param', param: 'name', modifier: null },
                    values: [{ kind: 'string', text: 'đa khoa', folded: 'da khoa' }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  })
  const typed = condition('Observation', 'subject:Patient.name:exact=A') as { targets: { type: string }[] }
  assert.deepEqual(
    typed.targets.map((each) => each.type),
    ['Patient'],
  )
  // Only types that have the parameter can match: a Device has no birth date.
  const open = condition('Observation', 'subject.birthdate=2000') as { targets: { type: string }[] }
  assert.deepEqual(
    open.targets.map((each) => each.type),
    ['Patient'],
  )
  const back = condition('Patient', '_has:Observation:patient:_has:AuditEvent:entity:agent=1') as {
    type: string
    inner: { kind: string; type: string; inner: { param: string }[] }[]
  }
  assert.equal(back.type, 'Observation')
  assert.equal(back.inner[0]?.type, 'AuditEvent')
  assert.equal(back.inner[0]?.inner[0]?.param, 'agent')
  const long = `${'partof.'.repeat(6)}name=x`
  assert.equal(refusal('Location', long).code, 'SEARCH_CHAIN_TOO_LONG')
  assert.equal(refusal('Provenance', 'target.name=x').code, 'SEARCH_CHAIN_TYPE')
})

test('codes of a value set and of a branch of a hierarchy are looked up while reading', () => {
  const codes = (text: string) => (condition('Condition', text) as { codes: { code: string }[] }).codes
  assert.deepEqual(codes('code:in=http://example.org/ValueSet/fever'), [
    { system: 'http://icd', code: 'R50' },
  ])
  assert.deepEqual(
    codes('code:below=http://icd|A09').map((each) => each.code),
    ['A09', 'A09.1'],
  )
  assert.equal(refusal('Condition', 'code:in=http://unknown').code, 'SEARCH_VALUE_SET')
  assert.equal(refusal('Condition', 'code:below=A09').code, 'SEARCH_VALUE')
  // Elements of type `code` have no system of their own.
  assert.deepEqual(condition('Patient', 'gender:not-in=http://example.org/ValueSet/fever'), {
    ...{ kind: 'param', param: 'gender', modifier: 'not' },
    values: [{ kind: 'token', code: 'R50', text: 'R50' }],
  })
})

test('what is not understood is told with a reason, what is wrong refuses the search', () => {
  const { ignored, used, where } = read(
    'Patient',
    'nope=1&name:below=x&birthdate:exact=2000&family=&gender=male&_sort=nope',
  )
  assert.deepEqual(
    ignored.map((each) => each.name),
    ['nope', 'name:below', 'birthdate:exact', 'family', '_sort'],
  )
  assert.ok(ignored.every((each) => each.reason.length > 0))
  assert.deepEqual(used, [['gender', 'male']])
  assert.equal(where.length, 1)
  for (const wrong of [
    ...['_count=-1', '_count=abc', '_count=1e3', '_total=some', '_summary=short', 'active:missing=maybe'],
    ...['_id=a b', '_lastUpdated=yesterday', 'identifier:of-type=a|b', '_contained=yes'],
  ])
    assert.equal(refusal('Patient', wrong).kind, 'incorrect', wrong)
  assert.equal(refusal('Nurse', 'name=x').code, 'SEARCH_TYPE_UNKNOWN')
  // Problems go into logs and to other people: they never repeat a value.
  assert.ok(!refusal('Patient', 'birthdate=Nguyễn').message.includes('Nguyễn'))
})

test('hostile questions stay small', () => {
  assert.equal(read('Patient', '_count=1000000000').count, 1_000_000_000)
  assert.equal(read('Patient', `_count=${'9'.repeat(400)}`).count, 2_147_483_647)
  const many = Array.from({ length: 1_001 }, (_, i) => `a${i}`).join(',')
  assert.equal(refusal('Patient', `identifier=${many}`).code, 'SEARCH_TOO_MANY_VALUES')
  const pairs = Array.from({ length: 201 }, () => 'gender=male').join('&')
  assert.equal(refusal('Patient', pairs).code, 'SEARCH_TOO_MANY_CONDITIONS')
  assert.equal(refusal('Patient', `_filter=${'('.repeat(10_000)}`).code, 'SEARCH_FILTER_SYNTAX')
  assert.equal(refusal('Patient', `_filter=${'not('.repeat(10_000)}`).code, 'SEARCH_FILTER_SYNTAX')
  assert.equal(read('Patient', `name=${"'; drop table store.resource; --"}`).where.length, 1)
  for (const name of ['__proto__', 'constructor', 'toString', '_include:__proto__', 'name:__proto__', '*'])
    assert.equal(read('Patient', `${name}=x`).ignored.length, 1, name)
  assert.equal(refusal('__proto__', 'name=x').code, 'SEARCH_TYPE_UNKNOWN')
})

test('what would be found by everything is not asked', () => {
  for (const blank of ['name=  ', 'name=,', '_text=  ', '_content= , ', 'code='])
    assert.deepEqual([read('Condition', blank.replace('name', 'onset-info')).where.length], [0], blank)
  assert.equal(read('Location', 'partof:below=Location/1').ignored.length, 1)
  // A chain that grows beyond all bounds is refused, not cut.
  const wide = Array.from({ length: 60 }, () => 'performer.identifier=x').join('&')
  assert.equal(refusal('Observation', wide).code, 'SEARCH_TOO_MANY_CONDITIONS')
})

test('sorting, including and the shape of the answer are read beside the conditions', () => {
  const query = read(
    'MedicationRequest',
    '_sort=-authoredon,status,_id&_include=MedicationRequest:patient&_include:iterate=Patient:organization:Organization' +
      '&_revinclude=Provenance:target&_include=MedicationRequest:*&_elements=status,intent&_total=accurate&_summary=data',
  )
  assert.deepEqual(
    query.sort.map(({ code, descending }) => [code, descending]),
    [
      ['authoredon', true],
      ['status', false],
      ['_id', false],
    ],
  )
  assert.deepEqual(
    query.include.map(({ source, param, target, iterate }) => [source, param?.code ?? '*', target, iterate]),
    [
      ['MedicationRequest', 'patient', null, false],
      ['Patient', 'organization', 'Organization', true],
      ['MedicationRequest', '*', null, false],
    ],
  )
  assert.equal(query.revinclude[0]?.source, 'Provenance')
  assert.deepEqual(query.elements, ['status', 'intent'])
  assert.deepEqual([query.total, query.summary], ['accurate', 'data'])
  assert.equal(query.used.length, 8)
  assert.deepEqual(
    read('Patient', '_include=Patient:name').ignored.map((each) => each.name),
    ['_include'],
  )
})

test('several types are asked what all of them have', () => {
  const query = read(null, '_type=Observation,Condition&code=x&value-quantity=5&_lastUpdated=ge2026')
  assert.deepEqual(query.types, ['Observation', 'Condition'])
  assert.equal(query.where.length, 2)
  assert.deepEqual(
    query.ignored.map((each) => each.name),
    ['value-quantity'],
  )
  assert.deepEqual(read('Patient', '_type=Patient,Group').used.length, 1)
  assert.deepEqual(read('Patient', '_type=Group').ignored.length, 1)
  assert.equal(refusal(null, '_type=Patient,Nurse').code, 'SEARCH_TYPE_UNKNOWN')
  assert.ok(read(null, '_tag=x').types.length > 140)
})

test('_filter is read with its own grammar', () => {
  assert.deepEqual(
    condition('Patient', '_filter=name co "Hương" and (birthdate gt 1970 or not (active eq true))'),
    {
      kind: 'and',
      of: [
        {
          ...{ kind: 'param', param: 'name', modifier: 'contains' },
          values: [{ kind: 'string', text: 'Hương', folded: 'huong' }],
        },
        {
          kind: 'or',
          of: [
            {
              ...{ kind: 'param', param: 'birthdate', modifier: null },
              values: [
                {
                  ...{ kind: 'date', prefix: 'gt', lo: '1969-12-31T17:00:00.000Z' },
                  hi: '1970-12-31T17:00:00.000Z',
                },
              ],
            },
            {
              kind: 'not',
              of: {
                ...{ kind: 'param', param: 'active', modifier: null },
                values: [{ kind: 'token', code: 'true', text: 'true' }],
              },
            },
          ],
        },
      ],
    },
  )
  const chain = condition('Observation', '_filter=subject:Patient[active eq true].name sw "a"') as {
    targets: { inner: unknown[] }[]
  }
  assert.equal(chain.targets[0]?.inner.length, 2)
  assert.equal((condition('Patient', '_filter=deceased pr false') as { missing: boolean }).missing, true)
  assert.equal(
    (condition('Condition', '_filter=code in http://example.org/ValueSet/fever') as Condition).kind,
    'param',
  )
  for (const wrong of [
    'name',
    'name co',
    'name co "a',
    '(name co a',
    'name co a and',
    'name co a b',
    'name zz a',
    'x eq 1',
  ])
    assert.match(refusal('Patient', `_filter=${wrong}`).code, /^SEARCH_FILTER/, wrong)
})

test('who asks for contained resources is told that they are not searched, and the link does not claim it', () => {
  const read = readSearch(
    'Patient',
    [
      ['_contained', 'both'],
      ['_containedType', 'container'],
      ['active', 'true'],
    ],
    { base: '' },
  )
  assert.ok(read.ok)
  assert.deepEqual(
    read.value.ignored.map(({ name }) => name),
    ['_contained', '_containedType'],
  )
  assert.deepEqual(read.value.used, [['active', 'true']])
  const plain = readSearch('Patient', [['_contained', 'false']], { base: '' })
  assert.deepEqual(plain.ok && plain.value.ignored, [])
})
