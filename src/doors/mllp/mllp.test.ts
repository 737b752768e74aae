import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Hl7Message } from '@medplum/core'
import { Hl7Client, type Hl7MessageEvent, Hl7Server, ReturnAckCategory } from '@medplum/hl7'
import { readConfig } from '#foundation/config'
import { silentLogger } from '#foundation/log'
import { fail } from '#foundation/result'
import { aTempDir } from '#foundation/testkit'
import { parseHl7, segmentNamed } from '#vocabulary/hl7v2'
import { framed } from './frames.ts'
import { connectMllp, type MllpClient, mllpConfig, startMllp } from './index.ts'
import { aDoor, anOru, certificateOf, fakeIntake } from './testing.ts'

const answerIn = (bytes: Uint8Array) => {
  const message = parseHl7(Buffer.from(bytes).toString())
  assert.ok(message.ok)
  const msa = segmentNamed(message.value, 'MSA')!
  const err = segmentNamed(message.value, 'ERR')
  return {
    code: msa.get(1),
    controlId: msa.get(2),
    error: err?.get(5),
    standard: err?.get(3),
    severity: err?.get(4),
    sentence: err?.get(8),
    place: err?.whole(2),
    header: message.value.segments[0]!,
  }
}
const sending = async (port: number, ...messages: string[]) => {
  const client = await connectMllp({ port })
  const answers = await Promise.all(messages.map((each) => client.send(Buffer.from(each))))
  await client.close()
  return answers.map(answerIn)
}

test('a foreign client (@medplum/hl7) is answered AA after the message is kept', async () => {
  const intake = fakeIntake()
  const door = await aDoor(intake)
  const client = new Hl7Client({ host: '127.0.0.1', port: door.port! })
  const answer = await client.sendAndWait(Hl7Message.parse(anOru('M1')))
  assert.equal(answer.getSegment('MSA')?.getComponent(1, 1), 'AA')
  assert.equal(answer.getSegment('MSA')?.getComponent(2, 1), 'M1')
  assert.equal(answer.getSegment('MSH')?.getComponent(9, 1), 'ACK')
  assert.equal(intake.kept.length, 1)
  assert.equal(Buffer.from(intake.kept[0]!.bytes).toString().trim(), anOru('M1'))
  assert.equal(intake.kept[0]!.channel, 'mllp')
  assert.equal(intake.kept[0]!.claimedFacility, '99901')
  await client.close()
  await door.close()
})

test('the same client in enhanced mode gets CA, then AA', async () => {
  const door = await aDoor(fakeIntake())
  const client = new Hl7Client({ host: '127.0.0.1', port: door.port! })
  const message = Hl7Message.parse(anOru('M2', '', '99901', '|||AL|AL'))
  const answer = await client.sendAndWait(message, {
    returnAck: ReturnAckCategory.APPLICATION,
    timeoutMs: 5_000,
  })
  assert.equal(answer.getSegment('MSA')?.getComponent(1, 1), 'AA')
  const first = await client.sendAndWait(Hl7Message.parse(anOru('M3', '', '99901', '|||AL|NE')))
  assert.equal(first.getSegment('MSA')?.getComponent(1, 1), 'CA')
  await client.close()
  await door.close()
})

test('another foreign client (simple-hl7) sends many on one connection and gets each answered in turn', async () => {
  const intake = fakeIntake()
  const door = await aDoor(intake)
  const hl7 = createRequire(import.meta.url)('simple-hl7') as SimpleHl7
  const client = hl7.Server.createTcpClient({ host: '127.0.0.1', port: door.port!, keepalive: true })
  for (let n = 1; n <= 20; n++) {
    const message = new hl7.Parser({ segmentSeperator: '\r' }).parse(anOru(`S${n}`))
    const answer = await new Promise<SimpleMessage>((resolve, reject) =>
      client.send(message, (error, ack) => (error ? reject(error) : resolve(ack))),
    )
    assert.equal(answer.getSegment('MSA').getField(1), 'AA')
    assert.equal(answer.getSegment('MSA').getField(2), `S${n}`)
  }
  client.close()
  assert.equal(intake.kept.length, 20)
  await door.close()
})

interface SimpleMessage {
  getSegment(name: string): { getField(field: number): string }
}
interface SimpleHl7 {
  tcp(): {
    use(handle: (request: unknown, response: { end(): void }) => void): void
    start(port: number): void
    stop(): void
  }
  readonly Parser: new (options: object) => { parse(text: string): SimpleMessage }
  readonly Server: {
    createTcpClient(options: object): {
      send(message: SimpleMessage, done: (error: Error | null, ack: SimpleMessage) => void): void
      close(): void
    }
  }
}

test('our client is answered by two foreign servers (@medplum/hl7, simple-hl7)', async () => {
  const hl7 = createRequire(import.meta.url)('simple-hl7') as SimpleHl7
  const simple = hl7.tcp()
  simple.use((_request, response) => response.end())
  const medplum = new Hl7Server((connection) =>
    connection.addEventListener('message', (event: Hl7MessageEvent) =>
      connection.send(event.message.buildAck()),
    ),
  )
  for (const server of [medplum, simple]) {
    const port = await aFreePort()
    server.start(port)
    const client = await connectUntilItListens(port)
    const answer = answerIn(await client.send(Buffer.from(anOru('M1'))))
    assert.deepEqual([answer.code, answer.controlId], ['AA', 'M1'])
    await client.close()
    await server.stop()
  }
})

const aFreePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

/** Foreign servers do not say when they have begun to listen. */
async function connectUntilItListens(port: number): Promise<MllpClient> {
  for (let tries = 0; ; tries++)
    try {
      return await connectMllp({ port })
    } catch (error) {
      if (tries === 50) throw error
      await pause(20)
    }
}

test('a message set aside is answered AE with its place, its code and its Vietnamese sentence', async () => {
  const door = await aDoor(fakeIntake(() => 'set-aside'))
  const [answer] = await sending(door.port!, anOru('M1'))
  assert.equal(answer!.code, 'AE')
  assert.equal(answer!.standard, '101')
  assert.equal(answer!.severity, 'E')
  assert.equal(answer!.error, 'HL7_PATIENT_NUMBER_MISSING')
  assert.equal(answer!.place, 'PID^2^3')
  assert.match(answer!.sentence!, /thiếu mã người bệnh/)
  assert.equal(answer!.header.get(18), 'UNICODE UTF-8')
  assert.equal(answer!.header.get(5), 'LIS')
  assert.equal(answer!.header.get(6), '99901')
  await door.close()
})

test('MSH-15 and MSH-16 decide who is answered', async () => {
  const door = await aDoor(fakeIntake((text) => (text.includes('|BAD|') ? 'set-aside' : 'accepted')))
  const client = await connectMllp({ port: door.port! })
  const answers: string[] = []
  for (const [id, ends] of [
    ['A', '|||NE|AL'],
    ['B', '|||SU|NE'],
    ['BAD', '|||ER|NE'],
    ['C', '|||AL|ER'],
  ] as const)
    answers.push(answerIn(await client.send(Buffer.from(anOru(id, '', '99901', ends)))).code)
  assert.deepEqual(answers, ['AA', 'CA', 'CE', 'CA'])
  await client.close()
  await door.close()
})

test('many connections share commits, and each is answered in its own order', async () => {
  const intake = fakeIntake(undefined, () => new Promise((resolve) => setTimeout(resolve, 3)))
  const door = await aDoor(intake)
  const ids = Array.from({ length: 40 }, (_, n) => n)
  await Promise.all(
    Array.from({ length: 10 }, async (_, connection) => {
      const answers = await sending(door.port!, ...ids.map((n) => anOru(`${connection}-${n}`)))
      assert.deepEqual(
        answers.map((each) => each.controlId),
        ids.map((n) => `${connection}-${n}`),
      )
    }),
  )
  assert.equal(intake.kept.length, 400)
  assert.ok(intake.batches.length < 100, `${intake.batches.length} commits`)
  assert.ok(Math.max(...intake.batches) <= 64)
  for (const connection of Array.from({ length: 10 }).keys()) {
    const kept = intake.kept
      .map((each) => Buffer.from(each.bytes).toString())
      .filter((text) => text.includes(`|${connection}-`))
    assert.deepEqual(
      kept,
      ids.map((n) => anOru(`${connection}-${n}`)),
    )
  }
  await door.close()
})

test('nothing is acknowledged before it is kept, and what could not be kept is answered AR', async () => {
  let isKept = false
  const intake = fakeIntake(undefined, async () => {
    await new Promise((resolve) => setTimeout(resolve, 60))
    isKept = true
  })
  const door = await aDoor(intake)
  const [answer] = await sending(door.port!, anOru('M1'))
  assert.ok(isKept)
  assert.equal(answer!.code, 'AA')
  await door.close()
  const broken = await aDoor({ keep: () => Promise.reject(new Error('the database is gone')) })
  const [refused] = await sending(broken.port!, anOru('M1'))
  assert.equal(refused!.code, 'AR')
  assert.equal(refused!.error, 'MLLP_UNAVAILABLE')
  await broken.close()
})

test('a message that breaks the keeping does not take its neighbours down', async () => {
  const intake = fakeIntake()
  const door = await aDoor({
    async keep(batch) {
      if (batch.some((each) => Buffer.from(each.bytes).includes('|POISON|'))) throw new Error('broken')
      return intake.keep(batch)
    },
  })
  const answers = await sending(door.port!, anOru('A'), anOru('POISON'), anOru('B'))
  assert.deepEqual(
    answers.map((each) => each.code),
    ['AA', 'AR', 'AA'],
  )
  await door.close()
})

test('a kill between keeping and answering costs nothing: the message sent again is kept once and answered AA', async () => {
  const intake = fakeIntake()
  let bury: () => void = () => undefined
  const dying = await aDoor({
    async keep(batch) {
      await intake.keep(batch)
      socket.destroy()
      return new Promise((resolve) => {
        bury = () => resolve([])
      })
    },
  })
  const socket = connect({ host: '127.0.0.1', port: dying.port! })
  socket.on('error', () => undefined)
  const heard: Buffer[] = []
  socket.on('data', (chunk: Buffer) => heard.push(chunk))
  await new Promise((resolve) => {
    socket.on('close', resolve)
    socket.write(framed(Buffer.from(anOru('M1'))))
  })
  assert.equal(heard.length, 0)
  const door = await aDoor(intake)
  const [answer] = await sending(door.port!, anOru('M1'))
  assert.equal(answer!.code, 'AA')
  assert.equal(intake.kept.length, 1)
  await door.close()
  bury()
  await dying.close()
})

test('the same control id with other content is kept too, with a warning', async () => {
  const intake = fakeIntake()
  const door = await aDoor(intake)
  const [first, again, other] = await sending(
    door.port!,
    anOru('M1'),
    anOru('M1'),
    anOru('M1', 'NTE|1||khác'),
  )
  assert.deepEqual([first!.code, again!.code, other!.code], ['AA', 'AA', 'AA'])
  assert.equal(again!.error, undefined)
  assert.equal(other!.error, 'MLLP_CONTROL_ID_REUSED')
  assert.equal(other!.severity, 'W')
  assert.equal(intake.kept.length, 2)
  await door.close()
})

test('half a message at the end of a connection is not kept and not answered', async () => {
  const intake = fakeIntake()
  const door = await aDoor(intake)
  const client = await connectMllp({ port: door.port! })
  client.sendRaw(framed(Buffer.from(anOru('M1'))).subarray(0, 80))
  await client.close()
  await door.close()
  assert.deepEqual(intake.kept, [])
})

test('a frame without MSH is kept by the intake’s judgement and answered without a control id', async () => {
  const door = await aDoor(fakeIntake(() => 'set-aside'))
  const [answer] = await sending(door.port!, 'PID|1||BN1')
  assert.equal(answer!.code, 'AE')
  assert.equal(answer!.controlId, '')
  await door.close()
})

test('an acknowledgement is never acknowledged', async () => {
  const intake = fakeIntake()
  const door = await aDoor(intake)
  const client = await connectMllp({ port: door.port! })
  client.sendRaw(framed(Buffer.from('MSH|^~\\&|A|99901|||20260801||ACK^A01|1|P|2.5\rMSA|AA|7')))
  const answer = answerIn(await client.send(Buffer.from(anOru('M1'))))
  assert.equal(answer.controlId, 'M1')
  assert.equal(intake.kept.length, 1)
  await client.close()
  await door.close()
})

test('a message too large is refused by its control id; the next one is taken', async () => {
  const door = await aDoor({ ...fakeIntake(), maxBytes: 5_000 })
  const [large, small] = await sending(door.port!, anOru('L', `OBX|2|TX|A||${'x'.repeat(9_000)}`), anOru('M'))
  assert.deepEqual([large!.code, large!.controlId, large!.error], ['AR', 'L', 'MLLP_TOO_LARGE'])
  assert.equal(small!.code, 'AA')
  await door.close()
})

test('a clock ten years ahead is refused: it would hold off every correction', async () => {
  const intake = fakeIntake()
  const door = await aDoor(intake)
  const [answer] = await sending(door.port!, anOru('M1').replace('20260801075900', '20360801075900'))
  assert.deepEqual([answer!.code, answer!.error], ['AR', 'MLLP_CLOCK'])
  assert.deepEqual(intake.kept, [])
  await door.close()
})

test('a sender speaks for its own facility only; who is not listed is refused in words', async () => {
  const intake = fakeIntake()
  const refused: string[] = []
  const options = {
    ...intake,
    aliases: new Map([['BVDK MAU', '99901']]),
    refused: ({ problems }: { problems: readonly { code: string }[] }) =>
      void refused.push(problems[0]!.code),
  }
  const door = await aDoor({ ...options, senders: new Map([['127.0.0.1', ['99901']]]) })
  const answers = await sending(
    door.port!,
    anOru('A'),
    anOru('B', '', 'BVDK MAU'),
    anOru('C', '', 'HIS'),
    anOru('D', '', '99902'),
  )
  assert.deepEqual(
    answers.map((each) => each.code),
    ['AA', 'AA', 'AA', 'AR'],
  )
  assert.equal(answers[3]!.error, 'MLLP_FACILITY_NOT_YOURS')
  assert.deepEqual(new Set(intake.kept.map((each) => each.claimedFacility)), new Set(['99901']))
  await door.close()
  const closed = await aDoor({ ...options, senders: new Map([['10.9.9.9', ['99901']]]) })
  const [answer] = await sending(closed.port!, anOru('E'))
  assert.deepEqual([answer!.code, answer!.error], ['AR', 'MLLP_SENDER_UNKNOWN'])
  assert.deepEqual(refused, ['MLLP_FACILITY_NOT_YOURS', 'MLLP_SENDER_UNKNOWN'])
  assert.equal(intake.kept.length, 3)
  await closed.close()
})

test('what the intake refuses is answered AR', async () => {
  const problem = { code: 'INTAKE_FACILITY_NOT_YOURS', severity: 'error' as const, message: 'Mã cơ sở khác.' }
  const door = await aDoor({ keep: async (batch) => batch.map(() => fail({ problems: [problem], size: 1 })) })
  const [answer] = await sending(door.port!, anOru('M1'))
  assert.deepEqual(
    [answer!.code, answer!.error, answer!.standard],
    ['AR', 'INTAKE_FACILITY_NOT_YOURS', '204'],
  )
  await door.close()
})

test('emergencies and archives take their own lanes', async () => {
  const intake = fakeIntake()
  const door = await aDoor(intake)
  await sending(door.port!, anOru('A', 'PV1|1|E'), anOru('B').replace('|P|', '|P^I|'), anOru('C', 'PV1|1|I'))
  assert.deepEqual(
    intake.kept.map((each) => each.lane),
    ['emergency', 'back-load', 'live'],
  )
  await door.close()
})

test('over TLS a client certificate names the sender; one of another authority is turned away', async () => {
  const dir = aTempDir('mach-mllp').path
  const authority = certificateOf('Thử CA')
  const server = certificateOf('localhost', authority)
  const client = certificateOf('his.bv99902', authority)
  const stranger = certificateOf('his.bv99902', certificateOf('CA khác'))
  const path = (name: string, text: string) => {
    const file = join(dir, name)
    writeFileSync(file, text)
    return file
  }
  const env = {
    MACH_MLLP_TLS_PORT: '1',
    MACH_MLLP_CERT: path('cert.pem', server.cert),
    MACH_MLLP_PRIVATE_KEY: path('key.pem', server.key),
    MACH_MLLP_CLIENT_CA: path('ca.pem', authority.cert),
    MACH_MLLP_SENDERS: 'cn:his.bv99902=99902',
  }
  const config = readConfig([mllpConfig], env)
  assert.ok(config.ok)
  const intake = fakeIntake()
  const door = await aDoor({
    ...intake,
    tls: { port: 0, cert: env.MACH_MLLP_CERT, key: env.MACH_MLLP_PRIVATE_KEY, ca: env.MACH_MLLP_CLIENT_CA },
    senders: new Map([['cn:his.bv99902', ['99902']]]),
  })
  const tls = { ca: authority.cert, servername: 'localhost' }
  const known = await connectMllp({
    port: door.tlsPort!,
    tls: { ...tls, cert: client.cert, key: client.key },
  })
  assert.equal(answerIn(await known.send(Buffer.from(anOru('M1', '', '99902')))).code, 'AA')
  assert.equal(answerIn(await known.send(Buffer.from(anOru('M2', '', '99901')))).code, 'AR')
  await known.close()
  const other = await connectMllp({
    port: door.tlsPort!,
    tls: { ...tls, cert: stranger.cert, key: stranger.key },
  }).catch(() => null)
  if (other) await assert.rejects(other.send(Buffer.from(anOru('M3', '', '99902'))))
  assert.equal(intake.kept.length, 1)
  await door.close()
})

test('the configuration opens nothing by itself, and says what is missing', async () => {
  const deps = { ...fakeIntake(), clock: { now: () => new Date() }, log: silentLogger }
  const start = (env: Record<string, string>) => {
    const read = readConfig([mllpConfig], env)
    return read.ok ? startMllp(read.value.config, deps) : null
  }
  const off = await start({})
  assert.ok(off?.ok && off.value === null)
  const half = await start({ MACH_MLLP_TLS_PORT: '2576' })
  assert.ok(half && !half.ok && half.problem.code === 'MLLP_CERTIFICATE_MISSING')
  assert.equal(await start({ MACH_MLLP_SENDERS: 'ai cũng được' }), null)
  assert.equal(await start({ MACH_MLLP_FACILITY_NAMES: 'BV=x' }), null)
})

test('a connection full of something else than HL7 is closed', async () => {
  const door = await aDoor(fakeIntake())
  const socket = connect({ host: '127.0.0.1', port: door.port! })
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.write(Buffer.alloc(200_000, 'x'))
  await closed
  await door.close()
})
