import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Bundle, OperationOutcome, Patient } from 'fhir/r4'
import { aPatient, type Client, identified, parse } from './client.ts'

/** Bundles of what was found and of what was. */
export function searchRules({ ask, post, put, created, refused }: Client): void {
  test('a search is a Bundle with absolute addresses, pages and the parameters that were used', async () => {
    const value = randomUUID()
    const ids: string[] = []
    for (const name of ['A', 'B', 'C']) ids.push(await created(aPatient(name, identified(value))))
    const first = parse<Bundle>(await ask(`Patient?identifier=urn:test|${value}&_count=2`))
    const link = (of: Bundle, relation: string) => of.link!.find((each) => each.relation === relation)?.url
    assert.match(
      link(first, 'self')!,
      /^http:\/\/[^/]+\/fhir\/R4\/Patient\?identifier=urn:test%7C[^&]+&_count=2$/,
    )
    assert.equal(first.entry!.length, 2)
    assert.match(first.entry![0]!.fullUrl!, /^http:\/\/[^/]+\/fhir\/R4\/Patient\/[^/]+$/)
    assert.equal(first.entry![0]!.search!.mode, 'match')
    await created(aPatient('D', identified(value)))
    const second = parse<Bundle>(await ask(link(first, 'next')!))
    const found = [...first.entry!, ...second.entry!].map((entry) => entry.resource!.id!)
    assert.deepEqual(found.sort(), ids.sort(), 'each once, though another came in between')
    assert.ok(link(second, 'first'))
    assert.equal(link(second, 'next'), undefined)
    const form = await ask('Patient/_search', {
      method: 'POST',
      body: `identifier=urn:test|${value}&_count=1`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    assert.match(link(parse(form), 'self')!, /\/Patient\?identifier=/)
    const count = parse<Bundle>(await ask(`Patient?identifier=urn:test|${value}&_summary=count`))
    assert.deepEqual([count.total, count.entry], [4, undefined])
    const some = parse<Bundle<Patient>>(
      await ask(`Patient?identifier=urn:test|${value}&_elements=identifier`),
    )
    assert.deepEqual(Object.keys(some.entry![0]!.resource!).sort(), [
      'id',
      'identifier',
      'meta',
      'resourceType',
    ])
    assert.equal(some.entry![0]!.resource!.meta!.tag!.at(-1)!.code, 'SUBSETTED')
    const huge = parse<Bundle>(await ask(`Patient?identifier=urn:test|${value}&_count=1000000`))
    assert.match(link(huge, 'self')!, /&_count=1000$/)
    assert.match((await ask(`Patient?identifier=urn:test|${value}&_format=xml`)).text, /^<Bundle|<\?xml/)
    assert.equal((await ask('Patient?_page=nonsense')).status, 400)
    const system = parse<Bundle>(await ask(`?_type=Patient,Observation&_id=${ids[0]}`))
    assert.deepEqual(
      system.entry!.map((entry) => entry.resource!.id),
      [ids[0]],
    )
  })

  test('a parameter that nobody understands is told, and refused when the client is strict', async () => {
    const told = parse<Bundle>(await ask(`Patient?_id=${await created(aPatient('A'))}&colour=red`))
    const [match, note] = told.entry!
    assert.equal(match!.search!.mode, 'match')
    assert.equal(note!.search!.mode, 'outcome')
    const { issue } = note!.resource as OperationOutcome
    assert.deepEqual([issue[0]!.severity, issue[0]!.code], ['warning', 'not-supported'])
    assert.match(issue[0]!.details!.text!, /colour/)
    assert.doesNotMatch(told.link![0]!.url, /colour/)
    const strict = await ask('Patient?colour=red', { headers: { prefer: 'handling=strict' } })
    refused(strict, 400, 'FHIR_SEARCH_PARAMETER')
    assert.equal((await ask('Patient?_count=x')).status, 400)
  })

  test('what belongs to a patient is found in the compartment, and what is pointed to comes along', async () => {
    const id = await created(aPatient('A'))
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: `Patient/${id}` },
    }
    await post('Observation', observation)
    await post('Observation', {
      ...observation,
      subject: { reference: `Patient/${await created(aPatient('B'))}` },
    })
    for (const path of [`Patient/${id}/Observation`, `Patient/${id}/*?_type=Observation`])
      assert.equal(parse<Bundle>(await ask(path)).entry!.length, 1, path)
    const { link } = parse<Bundle>(await ask(`Patient/${id}/Observation`))
    assert.match(link![0]!.url, new RegExp(`/Patient/${id}/Observation$`))
    const both = parse<Bundle>(await ask(`Patient/${id}/Observation?_include=Observation:subject`))
    assert.deepEqual(
      both.entry!.map((entry) => [entry.resource!.resourceType, entry.search!.mode]),
      [
        ['Observation', 'match'],
        ['Patient', 'include'],
      ],
    )
  })

  test('history is told newest first, in pages, of one, of a type and of everything', async () => {
    const id = randomUUID()
    for (const name of ['A', 'B', 'C']) await put(`Patient/${id}`, aPatient(name, { id }))
    const first = parse<Bundle>(await ask(`Patient/${id}/_history?_count=2`))
    assert.deepEqual(
      first.entry!.map((entry) => [entry.request!.method, entry.response!.etag]),
      [
        ['PUT', 'W/"3"'],
        ['PUT', 'W/"2"'],
      ],
    )
    const next = first.link!.find((link) => link.relation === 'next')!.url
    assert.equal(parse<Bundle>(await ask(next)).entry!.length, 1)
    for (const path of ['Patient/_history?_count=1', '_history?_count=1']) {
      const { entry } = parse<Bundle>(await ask(path))
      assert.equal(entry!.length, 1, path)
    }
    assert.equal(parse<Bundle>(await ask(`Patient/${id}/_history?_since=2999`)).entry, undefined)
    refused(await ask(`Patient/${randomUUID()}/_history`), 404, 'GATE_NO_SUCH_RESOURCE')
    refused(await ask(`Patient/${id}/_history?_since=hom-qua`), 400, 'FHIR_PARAMETER')
    refused(await ask(`Patient/${id}/_history?_count=x`), 400, 'FHIR_PARAMETER')
    const strict = { headers: { prefer: 'handling=strict' } }
    refused(await ask(`Patient/${id}/_history?colour=red`, strict), 400, 'FHIR_SEARCH_PARAMETER')
  })
}
