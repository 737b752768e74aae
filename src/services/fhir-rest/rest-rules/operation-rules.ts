import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { OperationOutcome, Resource } from 'fhir/r4'
import { aPatient, type Client, parse, type Told } from './client.ts'

/** Operations this room answers by itself. */
export function operationRules({ ask, post, created, refused }: Client): void {
  test('$validate says what is wrong and stores nothing', async () => {
    const wrong = { resourceType: 'Patient', gender: 7 }
    const issues = async (path: string, body: unknown) => {
      const told = await post(path, body)
      assert.equal(told.status, 200)
      return parse<OperationOutcome>(told).issue
    }
    assert.equal((await issues('Patient/$validate', wrong))[0]!.expression![0], 'Patient.gender')
    assert.equal((await issues('Patient/$validate', aPatient('A')))[0]!.severity, 'information')
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'mode', valueCode: 'create' },
        { name: 'resource', resource: wrong },
      ],
    }
    assert.equal((await issues('Patient/$validate', parameters))[0]!.severity, 'error')
    assert.equal((await issues('$validate', parameters))[0]!.severity, 'error')
    const id = await created(aPatient('A'))
    assert.equal((await issues(`Patient/${id}/$validate?mode=update`, aPatient('A')))[0]!.severity, 'error')
    assert.equal(
      parse<OperationOutcome>(await ask(`Patient/${id}/$validate`)).issue[0]!.severity,
      'information',
    )
    refused(await post('Patient/$validate?mode=maybe', wrong), 400, 'FHIR_PARAMETER')
  })

  test('terminology answers by query and by Parameters, of its own sets and of stored ones', async () => {
    const gender = 'http://hl7.org/fhir/ValueSet/administrative-gender'
    const result = (told: Told) =>
      parse<{ parameter: { name: string; valueBoolean?: boolean; valueCode?: string }[] }>(told).parameter[0]
    const male = await ask(`ValueSet/$validate-code?url=${gender}&code=male`)
    assert.deepEqual([male.status, result(male)!.valueBoolean], [200, true])
    const expanded = parse<{ expansion: { contains: unknown[] } }>(
      await ask(`ValueSet/$expand?url=${gender}`),
    )
    assert.equal(expanded.expansion.contains.length, 4)
    const system = `http://example.org/${randomUUID()}`
    await post('CodeSystem', {
      resourceType: 'CodeSystem',
      url: system,
      status: 'active',
      content: 'complete',
      hierarchyMeaning: 'is-a',
      concept: [{ code: 'a', display: 'A', concept: [{ code: 'b', display: 'B' }] }],
    })
    const set = parse<Resource>(
      await post('ValueSet', {
        resourceType: 'ValueSet',
        url: `${system}/set`,
        status: 'active',
        compose: { include: [{ system }] },
      }),
    )
    for (const path of [`ValueSet/$expand?url=${system}/set`, `ValueSet/${set.id}/$expand`]) {
      const told = await ask(path)
      assert.match(told.text, /"code":"b"/, path)
    }
    const subsumed = await ask(`CodeSystem/$subsumes?system=${system}&codeA=a&codeB=b`)
    assert.equal(result(subsumed)!.valueCode, 'subsumes')
    assert.equal((await ask('ValueSet/$expand?url=http://example.org/none')).status, 404)
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'url', valueUri: system },
        { name: 'code', valueCode: 'b' },
      ],
    }
    assert.equal(result(await post('CodeSystem/$validate-code', parameters))!.valueBoolean, true)
    const closure = (...codes: string[]) =>
      post('$closure', {
        resourceType: 'Parameters',
        parameter: [
          { name: 'name', valueString: system },
          ...codes.map((code) => ({ name: 'concept', valueCoding: { system, code } })),
        ],
      })
    assert.equal((await closure()).status, 200)
    assert.equal((await closure('a')).status, 200)
    const told = parse<{ group?: { element: { code: string }[] }[] }>(await closure('b'))
    assert.equal(told.group![0]!.element[0]!.code, 'b')
  })
}
