/**
 * HL7 v2 in, who is who out: ADT from two hospitals by MLLP, then PIX and PDQ of the index by the same door (client:
 * @medplum/hl7 4.5.2) and over FHIR (client: fhir-kit-client 2.0.3). Nothing here is a list in memory.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Hl7Message } from '@medplum/core'
import { Hl7Client } from '@medplum/hl7'
import type { Bundle, Parameters, Patient, Person } from 'fhir/r4'
import { Client } from 'fhir-kit-client'
import { freePort } from '#foundation/testkit'
import { identifierSystems } from '#vocabulary/fhir'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
let fhir: Client
let mllp: Hl7Client
before(async () => {
  const port = await freePort()
  server = await aServer({ MACH_MLLP_PORT: String(port) })
  fhir = new Client({ baseUrl: `${server.address}/fhir/R4` })
  mllp = new Hl7Client({ host: '127.0.0.1', port })
  await come('99901', 'BN1', 'NGUYỄN^THỊ THỬ', '19900315', '079190999001')
  await come('99902', 'X1', 'NGUYEN^THI THU', '19900315', '079190999001')
  // The same name and day, and nothing that says that it is she.
  await come('99903', 'Z9', 'NGUYỄN^THỊ THỬ', '19900315')
  await come('99903', 'K4', 'TRẦN^VĂN KHÁC', '19600101', '079060999002')
  await server.settled()
})
after(async () => {
  await mllp.close()
  await server.stop()
})

const say = async (...segments: readonly string[]) => mllp.sendAndWait(Hl7Message.parse(segments.join('\r')))

let sent = 0
async function come(facility: string, local: string, name: string, birth: string, citizen?: string) {
  sent += 1
  const numbers = [`${local}^^^${facility}^MR`, ...(citizen ? [`${citizen}^^^CCCD^NI`] : [])]
  const answer = await say(
    `MSH|^~\\&|HIS|${facility}|MACH|SYT|2026090307300${sent}+0700||ADT^A04^ADT_A01|D${sent}|P|2.5.1|||||||UNICODE UTF-8`,
    'EVN|A04|20260903073000+0700',
    `PID|1||${numbers.join('~')}||${name}^^^^^L||${birth}|F`,
    `PV1|1|O|KKB^^^${facility}||||||||||||||||V-${sent}|||||||||||||||||||||||||20260903073000+0700`,
  )
  assert.equal(answer.getSegment('MSA')?.getComponent(1, 1), 'AA')
}

/** What a hospital's software reads in the answer: its state, and PID-3 of each segment. */
async function query(trigger: 'Q22' | 'Q23', qpd: string, facility = '99901') {
  sent += 1
  const answer = await say(
    `MSH|^~\\&|HIS|${facility}|MACH|SYT|20260904080000||QBP^${trigger}^QBP_Q21|Q${sent}|P|2.5|||||||UNICODE UTF-8`,
    `QPD|${qpd}`,
    'RCP|I',
  )
  return {
    status: answer.getSegment('QAK')?.getComponent(2, 1),
    error: answer.getSegment('ERR')?.getComponent(5, 1),
    numbers: answer.getAllSegments('PID').map((pid) =>
      pid
        .getField(3)
        .components.map(([value]) => value)
        .sort(),
    ),
    text: answer.toString(),
  }
}

test('PIX: a hospital asks with its own number and is told the number next door; the asked one is not repeated', async () => {
  const found = await query('Q23', 'IHE PIX Query|t|BN1^^^99901|^^^99902')
  assert.deepEqual([found.status, found.numbers], ['OK', [['X1']]])
  const all = await query('Q23', 'IHE PIX Query|t|079190999001^^^CCCD')
  assert.deepEqual(all.numbers, [['BN1', 'X1']])
})

test('PIX: an unknown number and an unknown domain are told apart, and neither tells of anybody', async () => {
  assert.equal((await query('Q23', 'IHE PIX Query|t|BN77^^^99901')).error, 'MLLP_QUERY_UNKNOWN_NUMBER')
  assert.equal((await query('Q23', 'IHE PIX Query|t|X1^^^99902')).error, 'MLLP_QUERY_DOMAIN')
  assert.equal((await query('Q23', 'IHE PIX Query|t|BN1^^^99901|^^^KHONG-CO')).error, 'MLLP_QUERY_TARGET')
  const other = await query('Q23', 'IHE PIX Query|t|K4^^^99903|^^^99901', '99903')
  assert.deepEqual([other.status, other.numbers], ['NF', []])
})

test('PDQ: by name, day and number both records of one human come, and not her namesake', async () => {
  const found = await query(
    'Q22',
    'IHE PDQ Query|t|@PID.5.1^NGUYỄN THỊ THỬ~@PID.7^19900315~@PID.3.1^079190999001~@PID.3.4^CCCD',
  )
  assert.equal(found.status, 'OK')
  assert.deepEqual(
    found.numbers
      .slice(0, 2)
      .flat()
      .filter((value) => /^(BN1|X1)$/.test(value!))
      .sort(),
    ['BN1', 'X1'],
  )
  assert.doesNotMatch(found.text, /\|K4|Z9/)
})

test('PDQ: by a citizen number alone its holder is found', async () => {
  const found = await query('Q22', 'IHE PDQ Query|t|@PID.3.1^079060999002~@PID.3.4^CCCD')
  assert.match(found.text, /K4/)
  assert.doesNotMatch(found.text, /BN1/)
})

test('PDQ: a wrong name under somebody’s number finds nobody', async () => {
  const found = await query(
    'Q22',
    'IHE PDQ Query|t|@PID.5.1^LÊ HOÀNG LẠ~@PID.7^19610505~@PID.3.1^079060999002~@PID.3.4^CCCD',
  )
  assert.deepEqual([found.status, found.numbers], ['NF', []])
})

const mrn = (facility: string) => identifierSystems.mrn(facility)

test('PIXm over FHIR: the same two numbers, as Identifiers and Patients that can be read', async () => {
  const answer = (await fhir.request(
    `Patient/$ihe-pix?sourceIdentifier=${encodeURIComponent(`${mrn('99901')}|BN1`)}`,
  )) as Parameters
  const numbers = (answer.parameter ?? []).flatMap(({ valueIdentifier }) => valueIdentifier ?? [])
  assert.deepEqual(numbers.map(({ system, value }) => [system, value]).sort(), [
    [identifierSystems.citizenId, '079190999001'],
    [mrn('99902'), 'X1'],
  ])
  const refs = (answer.parameter ?? []).flatMap(({ valueReference }) => valueReference?.reference ?? [])
  assert.equal(refs.length, 2)
  const read = await Promise.all(refs.map(async (ref) => (await fhir.request(ref)) as Patient))
  assert.deepEqual(
    read.map(({ birthDate }) => birthDate),
    ['1990-03-15', '1990-03-15'],
  )
})

const asked = (patient: Partial<Patient>): Parameters => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'resource', resource: { resourceType: 'Patient', ...patient } }],
})
const match = async (patient: Partial<Patient>) => {
  const found = (await fhir.operation({
    name: 'match',
    resourceType: 'Patient',
    input: asked(patient) as never,
  })) as unknown as Bundle<Patient>
  return (found.entry ?? []).map(({ resource, search }) => ({
    local: resource?.identifier?.find(({ system }) => system?.includes('/mrn/'))?.value,
    grade: search?.extension?.[0]?.valueCode,
    score: search?.score,
  }))
}

test('$match grades what it finds: certain with the number, less with name and day alone', async () => {
  const name = [{ text: 'Nguyễn Thị Thử' }]
  const identifier = [{ system: identifierSystems.citizenId, value: '079190999001' }]
  const certain = await match({ name, identifier, birthDate: '1990-03-15' })
  assert.deepEqual(
    certain
      .slice(0, 2)
      .map(({ local, grade }) => [local, grade])
      .sort(),
    [
      ['BN1', 'certain'],
      ['X1', 'certain'],
    ],
  )
  const less = await match({ name, birthDate: '1990-03-15' })
  assert.ok(
    less.every(({ grade }) => grade !== 'certain'),
    JSON.stringify(less),
  )
})

test('a Person of the index leads from each of its Patients to the others', async () => {
  const found = (await fhir.search({
    resourceType: 'Patient',
    searchParams: { identifier: `${mrn('99902')}|X1` },
  })) as unknown as Bundle<Patient>
  const { id } = found.entry![0]!.resource!
  const persons = (await fhir.search({
    resourceType: 'Person',
    searchParams: { link: `Patient/${id}` },
  })) as unknown as Bundle<Person>
  const [person] = persons.entry!.map(({ resource }) => resource!)
  assert.equal(persons.entry!.length, 1)
  assert.deepEqual(
    person!.link!.map(({ assurance }) => assurance),
    ['level2', 'level2'],
  )
  const again = (await fhir.read({ resourceType: 'Person', id: person!.id! })) as Person
  assert.deepEqual(again.link, person!.link)
})

test('what no table can hold is asked and nobody answers to it', async () => {
  for (const value of ['\u0000', 'x'.repeat(5_000), "'; drop table identity.record --", '%', '']) {
    const source = encodeURIComponent(`${mrn('99901')}|${value}`)
    const answer = await server.get(`/fhir/R4/Patient/$ihe-pix?sourceIdentifier=${source}`)
    assert.ok([400, 404].includes(answer.status), `${answer.status}`)
  }
  assert.equal((await server.get(`/fhir/R4/Person/${'0'.repeat(64)}`)).status, 404)
})

test('the CapabilityStatement says that the index answers', async () => {
  const statement = await fhir.capabilityStatement()
  assert.match(JSON.stringify(statement), /ihe-pix/)
})
