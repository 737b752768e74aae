import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { type TestContext, test } from 'node:test'
import { Hl7Message } from '@medplum/core'
import { Hl7Client, ReturnAckCategory } from '@medplum/hl7'
import fc from 'fast-check'
import type { Patient } from 'fhir/r4'
import { identifierSystems } from '#vocabulary/fhir'
import { type ParsedMessage, parseHl7, segmentNamed } from '#vocabulary/hl7v2'
import { listedAnswers } from '../../../vocabulary/demographics/answers/testing.ts'
import { connectMllp } from '../index.ts'
import type { MllpOptions } from '../open-mllp.ts'
import { aDoor, fakeIntake } from '../testing.ts'
import { listedAsk } from './testing.ts'

const name = { fullName: 'NGUYỄN THỊ THỬ', birthDate: '19900315' }
const citizen = { system: identifierSystems.citizenId, value: '079190999001' }
const bn = (facility: string, value: string) => ({ system: identifierSystems.mrn(facility), value })

/** `thu` is one human in two facilities; 25 more share a name and a day; one has the name alone. */
const many = Array.from({ length: 25 }, (_, n) => ({
  personId: `many-${n}`,
  records: [
    {
      patientId: `many-${n}`,
      numbers: [bn('99903', `M${n}`)],
      words: { fullName: 'LÊ VĂN ĐÔNG', birthDate: '20000101' },
    },
  ],
}))
const listed = listedAnswers(
  [
    {
      personId: 'thu',
      records: [
        { patientId: 'a', numbers: [bn('99901', 'BN1'), citizen], words: name },
        { patientId: 'b', numbers: [bn('99902', 'X1'), citizen], words: name },
      ],
    },
    { personId: 'other', records: [{ patientId: 'c', numbers: [], words: { ...name, birthDate: '1961' } }] },
    { personId: 'lone', records: [{ patientId: 'd', numbers: [bn('99901', 'BN2')] }] },
    ...many,
  ],
  [identifierSystems.insuranceNumber],
)
const patients = new Map<string, Patient>(
  [
    { id: 'a', identifier: [bn('99901', 'BN1'), citizen] },
    { id: 'b', identifier: [bn('99902', 'X1'), { value: 'không hệ' }] },
    { id: 'd', identifier: [bn('99901', 'BN2')] },
    ...many.map(({ records: [record] }) => ({ id: record!.patientId, identifier: [...record!.numbers] })),
  ].map((each) => [
    each.id,
    {
      resourceType: 'Patient',
      name: [{ text: 'Nguyễn Thị Thử', family: 'Nguyễn', given: ['Thị', 'Thử'] }],
      birthDate: '1990-03-15',
      gender: 'female',
      address: [{ text: '12 Lê Lợi | Phường 1' }],
      telecom: [{ system: 'phone', value: '0900000001' }],
      ...each,
    } as Patient,
  ]),
)

const query = (trigger: string, qpd: string, ends: readonly string[] = [], header = '') =>
  [
    `MSH|^~\\&|HIS|99901|MACH|SYT|20260801075900||QBP^${trigger}^QBP_Q21|Q1|P|2.5${header}`,
    `QPD|${qpd}`,
    'RCP|I',
    ...ends,
  ].join('\r')
const pix = (asked: string, targets = '') => query('Q23', `IHE PIX Query|tag1|${asked}|${targets}`)
const pdq = (asked: string, rest = '', ends: readonly string[] = []) =>
  query('Q22', `IHE PDQ Query|tag2|${asked}${rest}`, ends)
const byName = '@PID.5.1.1^NGUYỄN~@PID.5.2^THỊ~@PID.5.3^THỬ~@PID.7^19900315'

async function aServer(t: TestContext, options: Partial<MllpOptions> = {}) {
  const intake = fakeIntake()
  const door = await aDoor({ keep: intake.keep, ask: listedAsk(listed, patients), ...options })
  t.after(() => door.close())
  const client = await connectMllp({ port: door.port! })
  t.after(() => client.close())
  const raw = async (text: string) => (await client.send(Buffer.from(text))).toString()
  const ask = async (text: string) => told(await raw(text))
  return { intake, port: door.port!, raw, ask }
}

function told(text: string) {
  const parsed = parseHl7(text)
  assert.ok(parsed.ok)
  const message: ParsedMessage = parsed.value
  const first = (segment: string) => segmentNamed(message, segment)
  const err = first('ERR')
  return {
    text,
    structure: first('MSH')!.whole(9),
    msa: first('MSA')!.get(1),
    controlId: first('MSA')!.get(2),
    tag: first('QAK')?.get(1),
    status: first('QAK')?.get(2),
    hits: first('QAK') && [4, 5, 6].map((field) => first('QAK')!.get(field)).join('/'),
    error: err && [err.whole(2), err.get(3), err.get(4), err.get(5)],
    order: message.segments.map((segment) => segment.name).join(' '),
    pids: message.segments.filter((segment) => segment.name === 'PID'),
    pointer: first('DSC')?.get(1),
  }
}
const line = (text: string, segment: string) => text.split('\r').find((each) => each.startsWith(segment))
const numbers = (pid: { count(field: number): number; whole(field: number, n: number): string }) =>
  Array.from({ length: pid.count(3) }, (_, n) => pid.whole(3, n + 1))

test('PIX: the same human’s numbers elsewhere, without a name, the question repeated; nothing is kept', async (t) => {
  const { ask, intake } = await aServer(t)
  const asked = pix('BN1^^^99901&&^MR')
  const answer = await ask(asked)
  assert.equal(answer.structure, 'RSP^K23^RSP_K23')
  assert.deepEqual([answer.msa, answer.controlId, answer.tag, answer.status], ['AA', 'Q1', 'tag1', 'OK'])
  assert.equal(answer.order, 'MSH MSA QAK QPD PID')
  assert.equal(line(answer.text, 'QPD'), 'QPD|IHE PIX Query|tag1|BN1^^^99901^MR')
  assert.deepEqual(numbers(answer.pids[0]!), [
    `079190999001^^^CCCD&${citizen.system}&URI^NI`,
    `X1^^^99902&${identifierSystems.mrn('99902')}&URI^MR`,
  ])
  assert.match(answer.text, /\rPID\|\|\|[^|]*\|\|~\^\^\^\^\^\^S\r/)
  assert.equal(intake.kept.length, 0)
})

test('PIX by a number a human carries, and in one domain only', async (t) => {
  const { ask } = await aServer(t)
  for (const asked of [
    '079190999001^^^CCCD^NI',
    '079190999001^^^^NI',
    `079190999001^^^&${citizen.system}&URI`,
  ]) {
    const answer = await ask(pix(asked, '^^^99902'))
    assert.equal(answer.status, 'OK', asked)
    assert.deepEqual(numbers(answer.pids[0]!), [`X1^^^99902&${identifierSystems.mrn('99902')}&URI^MR`])
  }
})

test('PIX: the other cases of ITI-9 have IHE’s codes and places', async (t) => {
  const { ask } = await aServer(t)
  const said = async (text: string) => {
    const { msa, status, error, order } = await ask(text)
    assert.equal(order.includes('PID'), false)
    return [msa, status, ...(error ?? []).slice(0, 3)]
  }
  const unknown = (place: string) => ['AE', 'AE', place, '204', 'E']
  assert.deepEqual(await said(pix('BN2^^^99901')), ['AA', 'NF'])
  assert.deepEqual(await said(pix('BN1^^^99901', '^^^BHXH')), ['AA', 'NF'])
  assert.deepEqual(await said(pix('KHONG^^^99901')), unknown('QPD^1^3^1^1'))
  assert.deepEqual(await said(pix('BN1^^^UNKNOWNDOMAIN')), unknown('QPD^1^3^1^4'))
  assert.deepEqual(await said(pix('BN1^^^99999')), unknown('QPD^1^3^1^4'))
  assert.deepEqual(await said(pix('BN1^^^99901', '^^^99902~^^^UNKNOWNDOMAIN')), unknown('QPD^1^4^2'))
  assert.deepEqual(await said(pix('BN1^^^99901', '^^^99999')), unknown('QPD^1^4^1'))
  assert.deepEqual(await said(pix('')), ['AE', 'AE', 'QPD^1^3', '101', 'E'])
})

test('PDQ: a PID with a confidence for each record, best first; of a possible one nothing but an id', async (t) => {
  const { ask } = await aServer(t)
  const answer = await ask(pdq(byName))
  assert.equal(answer.structure, 'RSP^K22^RSP_K21')
  assert.deepEqual([answer.msa, answer.status, answer.hits], ['AA', 'OK', '3/3/0'])
  assert.equal(answer.order, 'MSH MSA QAK QPD PID QRI PID QRI PID QRI')
  const [first, second, possible] = answer.pids
  assert.equal(first!.whole(5), 'Nguyễn^Thị^Thử')
  assert.deepEqual(
    [7, 8, 13].map((field) => first!.get(field)),
    ['19900315', 'F', '0900000001'],
  )
  assert.equal(first!.get(11), '12 Lê Lợi | Phường 1')
  assert.equal(second!.count(3), 1)
  assert.deepEqual(numbers(possible!), ['c^^^MACH^PI'])
  assert.match(answer.text, /\rPID\|3\|\|c\^\^\^MACH\^PI\|\|~\^\^\^\^\^\^S\rQRI\|0.4\|\|possible/)
  assert.equal((await ask(pdq('@PID.5.1^KHÔNG AI~@PID.7^1990'))).status, 'NF')
})

test('PDQ in domains: only their numbers, only those who have one; an unknown one is named', async (t) => {
  const { ask } = await aServer(t)
  const answer = await ask(pdq(byName, '|||||^^^99902'))
  assert.deepEqual(answer.pids.map(numbers), [[`X1^^^99902&${identifierSystems.mrn('99902')}&URI^MR`]])
  // The public test case ITI-21-Query-Case3 of a registered test tool, with a date of birth added.
  const unknown = await ask(
    pdq('@PID.5.1.1^NXEAL TEST~@PID.7^19900101', '|||||^^^UNKNOWNDOMAIN&2.16.840.1.113883.3.72.5.9.99&ISO'),
  )
  assert.deepEqual(
    [unknown.msa, unknown.status, ...unknown.error!.slice(0, 3)],
    ['AE', 'AE', 'QPD^1^8^1', '204', 'E'],
  )
  assert.match(unknown.text, /\|\^\^\^UNKNOWNDOMAIN&2\.16\.840\.1\.113883\.3\.72\.5\.9\.99&ISO\r/)
})

test('PDQ by a number: one’s own local number is enough, another’s is not asked by', async (t) => {
  const { ask } = await aServer(t)
  const own = await ask(pdq('@PID.3.1^BN2~@PID.3.4.1^99901'))
  assert.deepEqual([own.status, own.hits], ['OK', '1/1/0'])
  assert.equal((await ask(pdq('@PID.3.1^BN9'))).status, 'NF')
  assert.deepEqual((await ask(pdq('@PID.3.1^X1~@PID.3.4^99902'))).error?.slice(0, 2), ['QPD^1^3^1^4', '204'])
})

test('many candidates come in parts; a pointer leads on within its own question only', async (t) => {
  const { ask } = await aServer(t)
  const asked = '@PID.5.1^LÊ~@PID.5.2^VĂN~@PID.5.3^ĐÔNG~@PID.7^20000101'
  const seen = new Set<string>()
  let pointer: string | undefined
  const hits: (string | undefined)[] = []
  do {
    const ends: string[] = pointer === undefined ? [] : [`DSC|${pointer}|I`]
    const answer = await ask(pdq(asked, '', ends).replace('RCP|I', 'RCP|I|10^RD'))
    for (const pid of answer.pids) seen.add(pid.get(3))
    hits.push(answer.hits)
    pointer = answer.pointer
  } while (pointer && hits.length < 9)
  assert.deepEqual(hits, ['25/10/15', '25/10/5', '25/5/0'])
  assert.equal(seen.size, 25)
  const first = await ask(pdq(asked).replace('RCP|I', 'RCP|I|10^RD'))
  for (const wrong of [pdq(byName, '', [`DSC|${first.pointer}|I`]), pdq(asked, '', ['DSC|5|I'])])
    assert.deepEqual((await ask(wrong)).error?.slice(0, 2), ['DSC^1^1', '102'])
  const cancel = await ask('MSH|^~\\&|HIS|99901|MACH|SYT|20260801||QCN^J01^QCN_J01|Q9|P|2.5\rQID|tag2|Q22')
  assert.deepEqual([cancel.msa, cancel.structure], ['AA', 'ACK^J01^ACK'])
})

test('what cannot be asked is refused with its place, never left out of the question', async (t) => {
  const { ask } = await aServer(t)
  const said = async (text: string) => {
    const { msa, error } = await ask(text)
    return [msa, error?.[1], error?.[3]]
  }
  assert.deepEqual(await said(pdq(`${byName}~@PV1.3.1^K01`)), ['AE', '103', 'MLLP_QUERY_FIELD'])
  assert.deepEqual(await said(pdq('@PID.5.1^NGUY*~@PID.7^1990')), ['AE', '103', 'MLLP_QUERY_FIELD'])
  assert.deepEqual(await said(pdq('PID.5.1^NGUYỄN')), ['AE', '103', 'MLLP_QUERY_FIELD'])
  assert.deepEqual(await said(query('Q24', 'x|tag|1')), ['AR', '201', 'MLLP_QUERY_UNSUPPORTED'])
  assert.deepEqual(await said(pix('BN1').replace('|P|2.5', '|T|2.5')), [
    'AR',
    '202',
    'MLLP_QUERY_PROCESSING_ID',
  ])
  assert.deepEqual(await said(pix('BN1').replace('QPD', 'ZPD')), ['AE', '100', 'MLLP_QUERY_MISSING'])
  assert.deepEqual(await said(query('Q22', 'IHE PDQ Query||@PID.7^1990')), ['AE', '101', 'MLLP_QUERY_TAG'])
})

test('a door without an index, and an index that breaks, answer AR and stay open', async (t) => {
  const closed = await aServer(t, { ask: null })
  assert.deepEqual((await closed.ask(pix('BN1'))).error?.slice(1), ['200', 'E', 'MLLP_QUERY_CLOSED'])
  assert.equal(closed.intake.kept.length, 0)
  const breaks = async () => {
    throw new Error('no database')
  }
  const broken = await aServer(t, { ask: { candidates: breaks, holders: breaks, crossReferences: breaks } })
  const answer = await broken.ask(pix('BN1'))
  assert.deepEqual([answer.msa, answer.error?.[3]], ['AR', 'MLLP_QUERY_UNAVAILABLE'])
  assert.equal((await broken.ask(pdq(byName))).msa, 'AR')
})

test('a question of megabytes is refused without being read', async (t) => {
  const { ask } = await aServer(t)
  const large = await ask(pdq(`@PID.5.1^${'x'.repeat(900_000)}`))
  assert.deepEqual([large.msa, large.error?.[3], large.order], ['AR', 'MLLP_TOO_LARGE', 'MSH MSA ERR'])
})

test('a connection asks for its own facility only', async (t) => {
  const senders = new Map([['127.0.0.1', ['99902']]])
  const { ask } = await aServer(t, { senders })
  assert.equal((await ask(pix('BN1'))).msa, 'AR')
  const own = pix('X1').replace('|99901|', '|99902|')
  assert.equal((await ask(own)).status, 'OK')
})

test('in enhanced mode the query is accepted first, then answered', async (t) => {
  const { port } = await aServer(t)
  const client = new Hl7Client({ host: '127.0.0.1', port })
  t.after(() => client.close())
  const both = Hl7Message.parse(query('Q23', 'IHE PIX Query|tag1|BN1', [], '|||AL|AL'))
  const first = await client.sendAndWait(both, { returnAck: ReturnAckCategory.FIRST, timeoutMs: 5_000 })
  assert.equal(first.getSegment('MSA')?.getComponent(1, 1), 'CA')
  const again = Hl7Message.parse(
    query('Q23', 'IHE PIX Query|tag1|BN1', [], '|||AL|AL').replace('|Q1|', '|Q2|'),
  )
  const last = await client.sendAndWait(again, { returnAck: ReturnAckCategory.APPLICATION, timeoutMs: 5_000 })
  assert.equal(last.getSegment('MSA')?.getComponent(1, 1), 'AA')
  assert.equal(last.getSegment('QAK')?.getComponent(2, 1), 'OK')
})

test('two foreign clients (@medplum/hl7, simple-hl7) ask and read the answer', async (t) => {
  const { port } = await aServer(t)
  const medplum = new Hl7Client({ host: '127.0.0.1', port })
  const answer = await medplum.sendAndWait(Hl7Message.parse(pdq(byName)))
  assert.equal(answer.getSegment('QAK')?.getComponent(2, 1), 'OK')
  assert.equal(answer.getAllSegments('PID').length, 3)
  assert.equal(answer.getSegment('PID')?.getComponent(5, 1), 'Nguyễn')
  await medplum.close()
  const hl7 = createRequire(import.meta.url)('simple-hl7')
  const client = hl7.Server.createTcpClient({ host: '127.0.0.1', port, keepalive: true })
  const message = new hl7.Parser({ segmentSeperator: '\r' }).parse(pix('BN1'))
  const ack = await new Promise<{ getSegment(of: string): { getField(n: number): string } }>(
    (resolve, reject) =>
      client.send(message, (error: Error | null, got: never) => (error ? reject(error) : resolve(got))),
  )
  assert.equal(ack.getSegment('QAK').getField(2), 'OK')
  client.close()
})

test('whatever stands in a query, it is answered: with MSA, QAK, and no exception', async (t) => {
  const { ask } = await aServer(t)
  const piece = fc.oneof(
    fc.constantFrom('@PID.5.1', '@PID.99.1', '^', '~', '&', '@PID.3.1^BN1', '|', '""', '19900315', '99901'),
    fc.string({ unit: fc.constantFrom(...'aĐ1@.^~&|\\*- '), maxLength: 12 }),
  )
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('Q22', 'Q23', 'Q21', ''), text, text, async (trigger, qpd, dsc) => {
      const answer = await ask(query(trigger, `n|t|${qpd}`, [`DSC|${dsc}`]))
      assert.ok(['AA', 'AE', 'AR'].includes(answer.msa))
      assert.ok(['OK', 'NF', 'AE', 'AR'].includes(answer.status!))
    }),
    { numRuns: 300 },
  )
})
