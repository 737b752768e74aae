import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compileInvariant } from './compile-invariant.ts'
import { compileFhirPath, evaluate } from './compile-path.ts'
import { evaluateSlowly } from './evaluate-slowly.ts'
import { htmlChecks } from './html-checks.ts'
import { isTrue } from './is-true.ts'
import { parseFhirPath } from './parse-path.ts'
import type { PathEnvironment } from './path.types.ts'
import { jsonOf } from './value.ts'

const patient = {
  resourceType: 'Patient',
  id: 'p1',
  birthDate: '1974-12',
  _birthDate: { id: 'b', extension: [{ url: 'http://x/time', valueDateTime: '1974-12-25T14:35:45-05:00' }] },
  _gender: { extension: [{ url: 'http://x/absent', valueCode: 'unknown' }] },
  name: [
    { use: 'official', family: 'Nguyễn', given: ['Văn', null, 'An'], _given: [null, { id: 'g' }] },
    { use: 'nickname', given: ['Tí'] },
  ],
  contained: [{ resourceType: 'Organization', id: 'o', name: 'Trạm y tế' }],
  managingOrganization: { reference: '#o' },
  generalPractitioner: [{ reference: 'Practitioner/1' }],
}

function find(text: string, context: unknown = patient, env?: PathEnvironment, type?: string): unknown[] {
  const path = compileFhirPath(text, { type })
  assert.ok(path.ok, path.ok ? '' : path.problem.message)
  const result = evaluate(path.value, context, env)
  assert.ok(result.ok, result.ok ? '' : result.problem.message)
  return result.value.map(jsonOf)
}

function problemOf(text: string, context: unknown = patient, env?: PathEnvironment): string {
  const path = compileFhirPath(text)
  const result = path.ok ? evaluate(path.value, context, env) : path
  return result.ok ? 'none' : result.problem.code
}

const evaluations = (cases: Record<string, unknown[]>) => {
  for (const [text, expected] of Object.entries(cases)) assert.deepEqual(find(text), expected, text)
}

describe('reading', () => {
  test('a mistake is told with its position', () => {
    const parsed = parseFhirPath('name.given and')
    assert.ok(!parsed.ok)
    assert.match(parsed.problem.message, /ký tự thứ 15/)
  })

  test('operators bind as the specification says', () => {
    const parsed = parseFhirPath('a or b and c | d + 1 * 2')
    assert.ok(parsed.ok)
    assert.equal(
      JSON.stringify(parsed.value)
        .match(/"operator":"[^"]+"/g)
        ?.join(' '),
      ['"operator":"or"', '"operator":"and"', '"operator":"|"', '"operator":"+"', '"operator":"*"'].join(' '),
    )
  })

  test('what cannot work is refused when it is compiled', () => {
    for (const text of [
      'nofunction()',
      'name.where()',
      'x is Nothing',
      '@2015-13',
      'a.ofType(1)',
      '%`unclosed',
      "'\\u00g0'",
    ]) {
      assert.equal(compileFhirPath(text).ok, false, text)
    }
    assert.equal(compileFhirPath('%other', { variables: ['mine'] }).ok, false)
    assert.equal(compileFhirPath('%mine + %resource', { variables: ['mine'] }).ok, true)
  })

  test('expressions without end or bottom are refused, not followed', () => {
    for (const text of [
      '('.repeat(100_000),
      'a'.repeat(50_000),
      `1${'+1'.repeat(5000)}`,
      `${'-'.repeat(9000)}1`,
      `a${'[0]'.repeat(3000)}`,
    ]) {
      assert.equal(parseFhirPath(text).ok, false)
    }
  })
})

describe('elements', () => {
  test('extensions and ids of primitives are found beside them', () => {
    evaluations({
      "birthDate.extension('http://x/time').value": ['1974-12-25T14:35:45-05:00'],
      'birthDate.extension.value is dateTime': [true],
      'birthDate.id': ['b'],
      'name[0].given': ['Văn', null, 'An'],
      'name[0].given.select(hasValue())': [true, false, true],
      'gender.exists()': [true],
      'gender.hasValue()': [false],
      'gender.extension.url': ['http://x/absent'],
      'children().count()': [8],
      'birthDate.children().count()': [2],
    })
  })

  test('a choice is found by its name without the type', () => {
    const observation = { resourceType: 'Observation', valueQuantity: { value: 1, unit: 'g' } }
    assert.deepEqual(find('value.unit', observation), ['g'])
    assert.deepEqual(find('value.ofType(string)', observation), [])
    assert.deepEqual(find('value.type().name', observation), ['Quantity'])
  })

  test('an element that is no resource is read by the type it is said to have', () => {
    assert.deepEqual(
      find('low.value <= high.value', { low: { value: 1 }, high: { value: 2 } }, {}, 'Range'),
      [true],
    )
    assert.deepEqual(find('value', { valueString: 'x' }, {}, 'Observation.component'), ['x'])
  })

  test('a value knows where it stands', () => {
    const path = compileFhirPath("name.where(use = 'nickname').given")
    assert.ok(path.ok)
    const [given] = path.value(patient)
    assert.deepEqual(
      [given?.name, given?.index, given?.parent?.name, given?.parent?.index],
      ['given', 0, 'name', 1],
    )
  })

  test('an element called resourceType does not make a resource of its parent', () => {
    const scenario = {
      resourceType: 'ExampleScenario',
      id: 's',
      instance: [{ resourceId: 'i', resourceType: 'Patient', name: 'x' }],
    }
    assert.deepEqual(find('instance.resourceType | instance.children().first()', scenario), ['Patient', 'i'])
    assert.deepEqual(find('instance.select(name)', scenario), ['x'])
    assert.deepEqual(find('name', scenario.instance[0], {}, 'ExampleScenario.instance'), ['x'])
    assert.deepEqual(find('instance.children().count()', scenario), [3])
  })

  test('JSON that no definition knows is read by its own names, never by those of its prototype', () => {
    assert.deepEqual(find('a.b', { a: [{ b: 1 }, { b: 'x' }] }), [1, 'x'])
    assert.deepEqual(find('constructor | __proto__ | toString', { a: 1 }), [])
  })
})

describe('references', () => {
  test('contained resources and entries of the Bundle need no help', () => {
    assert.deepEqual(find('managingOrganization.resolve().name'), ['Trạm y tế'])
    assert.deepEqual(find('Patient.contained.managingOrganization'), [])
    const bundle = {
      resourceType: 'Bundle',
      entry: [
        { fullUrl: 'urn:uuid:1', resource: patient },
        { resource: { resourceType: 'Practitioner', id: '1', gender: 'female' } },
        { resource: { resourceType: 'Encounter', subject: { reference: 'urn:uuid:1' } } },
      ],
    }
    assert.deepEqual(find('entry.resource.ofType(Encounter).subject.resolve().id', bundle), ['p1'])
    assert.deepEqual(find('entry.resource.ofType(Patient).generalPractitioner.resolve().gender', bundle), [
      'female',
    ])
    assert.deepEqual(find('entry.resource.ofType(Patient).managingOrganization.resolve().name', bundle), [
      'Trạm y tế',
    ])
  })

  test('others are asked of the caller', () => {
    const env = { resolve: (reference: string) => ({ resourceType: 'Practitioner', id: reference }) }
    assert.deepEqual(find('generalPractitioner.resolve().id', patient, env), ['Practitioner/1'])
    assert.deepEqual(find('generalPractitioner.where(resolve() is Practitioner).count()', patient, env), [1])
    assert.deepEqual(find('generalPractitioner.resolve()'), [])
  })

  test('an element alone is resolved in the root that the environment names', () => {
    const env = { rootResource: patient, resource: patient }
    assert.deepEqual(find('resolve().name', { reference: '#o' }, env, 'Reference'), ['Trạm y tế'])
    assert.deepEqual(find('%rootResource.id | %resource.birthDate', {}, env, 'Reference'), ['p1', '1974-12'])
  })
})

describe('values', () => {
  test('decimals are added on their digits', () => {
    evaluations({
      '0.1 + 0.2 = 0.3': [true],
      '0.1 + 0.2': [0.3],
      '1.1 * 3': [3.3],
      '(10 / 3).round(3)': [3.333],
      '(-7) div 2': [-3],
      '(-7) mod 2': [-1],
      '1.005.round(2)': [1.01],
    })
  })

  test('dates compare as far as they are written', () => {
    evaluations({
      'birthDate < @1975': [true],
      'birthDate = @1974-12-01': [],
      '@2024-01-31 + 1 month': ['2024-02-29'],
      '@2024-02-29 - 1 year': ['2023-02-28'],
      '@2024 + 18 months': ['2025'],
      '@T23:30 + 45 minutes': ['00:15'],
      '@2024-03-01T00:30:00+07:00 = @2024-02-29T17:30:00Z': [true],
      '@2024-03-01T10:00:00 < @2024-03-05T10:00:00Z': [true],
      '@2024-03-01T10:00:00 < @2024-03-01T11:00:00Z': [],
      "'2024-02-30'.convertsToDate()": [false],
    })
  })

  test('quantities compare across units, calendar years with years only', () => {
    evaluations({
      "1 'kg' = 1000 'g'": [true],
      "5 'mmol/L' < 6000 'umol/L'": [true],
      "120 'mm[Hg]' > 10 'kPa'": [true],
      "1 'g' < 1 'm'": [],
      '1 year = 12 months': [true],
      "1 year = 1 'a'": [],
      "1 year ~ 1 'a'": [true],
      "(1 'kg' + 5 'g').toString()": ["1.005 'kg'"],
      "(2 'cm' * 3 'cm') = 6 'cm2'": [true],
    })
  })

  test('a Quantity without UCUM equals only the same unit', () => {
    const range = (unit: string) => ({ low: { value: 1, unit: 'viên' }, high: { value: 2, unit } })
    assert.deepEqual(find('low <= high', range('viên'), {}, 'Range'), [true])
    assert.deepEqual(find('low <= high', range('gói'), {}, 'Range'), [])
  })

  test('variables are seen after they are defined, and not outside', () => {
    evaluations({
      "defineVariable('n', name.first()).name.where(family = %n.family).use": ['official'],
      "name.defineVariable('all').select(%all.count() + given.count())": [5, 3],
      '(1|2|3).aggregate($this + $total, 0)': [6],
      'name.select($index)': [0, 1],
    })
    assert.equal(problemOf("name.select(defineVariable('x')) | %x"), 'FHIRPATH_EVALUATION')
    assert.equal(problemOf("defineVariable('x').defineVariable('x')"), 'FHIRPATH_EVALUATION')
    assert.equal(problemOf("defineVariable('context')"), 'FHIRPATH_UNSUPPORTED')
  })

  test('constants of the environment and of the specification', () => {
    const env = { variables: { ward: 'Khoa Nội', list: [1, 2] } }
    assert.deepEqual(find("%ward & '!'", patient, env), ['Khoa Nội!'])
    assert.deepEqual(find('%list.count()', patient, env), [2])
    assert.deepEqual(find('%ucum | %sct | %loinc'), [
      'http://unitsofmeasure.org',
      'http://snomed.info/sct',
      'http://loinc.org',
    ])
    assert.deepEqual(find('%`vs-x` | %`ext-y`'), [
      'http://hl7.org/fhir/ValueSet/x',
      'http://hl7.org/fhir/StructureDefinition/y',
    ])
    assert.deepEqual(find('now() | today()', patient, { now: new Date('2026-01-01T20:00:00Z') }), [
      '2026-01-02T03:00:00.000+07:00',
      '2026-01-02',
    ])
  })

  test('terminology is asked of the caller, and nothing is said when nobody knows', () => {
    const env: PathEnvironment = {
      memberOf: (value, url) => (url === 'http://vs' ? value === 'male' : undefined),
    }
    assert.deepEqual(find("'male'.memberOf('http://vs')", patient, env), [true])
    assert.deepEqual(find("'male'.memberOf('http://other')", patient, env), [])
    assert.deepEqual(find("'male'.memberOf('http://vs')"), [])
  })
})

describe('rules', () => {
  const kept = (text: string, context: unknown, type?: string) => {
    const rule = compileInvariant(text, { type })
    assert.ok(rule.ok)
    return rule.value(context)
  }

  test('nothing keeps a rule, false breaks it, an error leaves it open', () => {
    assert.equal(kept('birthDate < @1974-12-25', patient), true)
    assert.equal(kept('name.empty()', patient), false)
    assert.equal(kept("name.startsWith('x')", patient), undefined)
    assert.equal(isTrue([]), true)
  })

  test('an answer that is a boolean may be asked whether it exists (que-7)', () => {
    const rule = "operator = 'exists' implies (answer is Boolean)"
    assert.equal(
      kept(rule, { operator: 'exists', answerBoolean: true }, 'Questionnaire.item.enableWhen'),
      true,
    )
    assert.equal(
      kept(rule, { operator: 'exists', answerString: 'x' }, 'Questionnaire.item.enableWhen'),
      false,
    )
  })

  test('resources of the wrong shape never throw', () => {
    const shapes = [
      null,
      undefined,
      1,
      'x',
      [],
      {},
      { resourceType: 'Patient', name: 'x' },
      { resourceType: 'Patient', name: [[]] },
      { resourceType: 'Patient', birthDate: {}, contained: 7, text: [] },
      { resourceType: 'constructor' },
    ]
    for (const text of [
      'name.given.first() & birthDate',
      'descendants().count() > 0',
      'contained.where(id.exists()).empty()',
      'birthDate < today()',
      'name = name',
      'name.family.lower()',
    ]) {
      for (const shape of shapes) {
        const path = compileFhirPath(text)
        assert.ok(path.ok)
        evaluate(path.value, shape)
        assert.notEqual(kept(text, shape), 'thrown')
      }
    }
  })
})

describe('bounds', () => {
  const soon = (run: () => void) => {
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    assert.ok(user + system < 2_000_000, `${user + system} µs`)
  }

  test('expressions that multiply are given up', () => {
    soon(() =>
      assert.equal(
        problemOf(
          'descendants().select(%resource.descendants()).select(%resource.descendants()).select(%resource.descendants()).select(%resource.descendants())',
        ),
        'FHIRPATH_EVALUATION',
      ),
    )
    soon(() =>
      assert.equal(
        problemOf(
          "(1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30).aggregate($total & $total & $total, 'x').length()",
        ),
        'FHIRPATH_EVALUATION',
      ),
    )
    soon(() => assert.equal(problemOf('1.repeatAll($this)'), 'FHIRPATH_EVALUATION'))
    soon(() => assert.equal(problemOf('1.repeat($this + 1)', {}, { budget: 10_000 }), 'FHIRPATH_EVALUATION'))
  })

  test('JSON nested deeper than the stack is a problem, not an exception', () => {
    let json: unknown = {}
    for (let i = 0; i < 200_000; i++) json = { item: [json] }
    assert.equal(problemOf('(item | item).count()', json), 'FHIRPATH_EVALUATION')
  })
})

test('a narrative with a script, a form or an open tag fails its check', () => {
  assert.equal(
    htmlChecks('<div xmlns="http://www.w3.org/1999/xhtml"><p>Khoẻ &amp; <b>ổn</b><br/></p></div>'),
    true,
  )
  for (const bad of [
    '',
    'chữ',
    '<div></div>',
    '<div> </div>',
    '<div><script>x</script></div>',
    '<div><p>x</div>',
    '<div onclick="x">x</div>',
    '<p>x</p>',
    '<div>x</div><div>y</div>',
    '<div><a href="javascript:x">x</a></div>',
    '<div><input/>x</div>',
    '<div>x',
  ]) {
    assert.equal(htmlChecks(bad), false, bad)
  }
})

test('the other engine is there for second opinions', async () => {
  assert.deepEqual(await evaluateSlowly('name.given.count()', patient), [4])
  await assert.rejects(evaluateSlowly('name.(', patient))
})
