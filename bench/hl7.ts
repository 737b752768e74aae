import { createHash } from 'node:crypto'
import { Hl7Message } from '@medplum/core'
import { ok } from '#foundation/result'
import { parseHl7 } from '#vocabulary/hl7v2'
import { connectMllp } from '../src/doors/mllp/index.ts'
import { aDoor } from '../src/doors/mllp/testing.ts'
import { cutRecords } from '../src/record/intake/index.ts'
import { standardiseMessage } from '../src/record/standardise/index.ts'
import type { Part } from './report.ts'

export interface Hl7Options {
  readonly messages: number
  readonly connections: number
}

/** ORU R01 with 24 results (2.1 kB): read and said in FHIR on one core, and through the MLLP door without a database. */
export async function benchHl7(options: Hl7Options): Promise<Part> {
  const texts = Array.from({ length: 200 }, (_, n) => anOru(`W${n}`))
  const parse = perSecond(2_000, (n) => void readAll(parsedOf(texts[n % 200]!)))
  const foreign = perSecond(1_000, (n) => void Hl7Message.parse(texts[n % 200]!))
  const whole = await perSecondOf(texts, 1_500)
  const door = await throughDoor(options)
  return {
    part: `hl7: ORU of 24 results, ${options.connections} connections`,
    figures: [
      {
        name: 'parsed, every field read',
        value: parse,
        unit: 'messages per CPU-second',
        limit: { name: '@medplum/core parse, nothing read', value: foreign },
      },
      {
        name: 'cut, checked and said in FHIR',
        value: whole,
        unit: 'messages per CPU-second',
        must: { at: 'least', value: 1_500 },
      },
      { name: 'through the door', value: door, unit: 'messages/s', must: { at: 'least', value: 1_500 } },
    ],
    notes: ['the door keeps in memory here; client and door share the process'],
  }
}

function perSecond(times: number, work: (n: number) => void): number {
  for (let n = 0; n < times / 4; n++) work(n)
  const before = process.cpuUsage()
  for (let n = 0; n < times; n++) work(n)
  return times / secondsSince(before)
}

const secondsSince = (before: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function parsedOf(text: string) {
  const message = parseHl7(text)
  if (!message.ok) throw new Error(message.problem.code)
  return message.value
}

function readAll(message: ReturnType<typeof parsedOf>): number {
  let length = 0
  for (const segment of message.segments)
    for (let field = 1; field < 18; field++) length += segment.get(field).length
  return length
}

async function perSecondOf(texts: readonly string[], times: number): Promise<number> {
  const ids = {
    patientId: 'patient',
    of: (type: string, key: string) => `${type}-${key}`,
    elsewhere: (link: string, type: string, key: string) => `${link}-${type}-${key}`,
    shared: (type: string, key: string) => `s-${type}-${key}`,
  }
  const once = async (n: number) => {
    const source = [Buffer.from(texts[n % texts.length]!)]
    for await (const item of cutRecords(each(source), {
      fileName: null,
      keys: new Set(),
      facilityCode: '99901',
    })) {
      if (item.kind !== 'record' || !item.record.message) continue
      const draft = standardiseMessage(item.record.message)
      if (draft.ok) draft.value.entries(ids)
    }
  }
  for (let n = 0; n < times / 4; n++) await once(n)
  const before = process.cpuUsage()
  for (let n = 0; n < times; n++) await once(n)
  return times / secondsSince(before)
}

async function* each(source: readonly Uint8Array[]) {
  yield* source
}

async function throughDoor({ messages, connections }: Hl7Options): Promise<number> {
  const door = await aDoor({
    keep: async (batch) =>
      batch.map(({ bytes }) => {
        const receiptId = createHash('sha256').update(bytes).digest('hex')
        return ok({ receiptId, alreadyReceivedAt: null, problems: [], files: [] })
      }),
    connections,
  })
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async (_, c) => {
      const client = await connectMllp({ port: door.port! })
      // A sender that waits for each answer, as most do.
      for (let n = 0; n < messages / connections; n++) await client.send(Buffer.from(anOru(`${c}-${n}`)))
      await client.close()
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  await door.close()
  return messages / seconds
}

function anOru(id: string): string {
  const results = Array.from(
    { length: 24 },
    (_, n) =>
      `OBX|${n + 1}|NM|718-${n}^Hemoglobin^LN^H${n}^Chỉ số ${n}^L||${100 + n},5|g/L|120-170|N|||F|||20260801074500`,
  )
  return [
    `MSH|^~\\&|LIS|99901|MACH|SYT|20260801080000||ORU^R01^ORU_R01|${id}|P|2.5.1|||||||UNICODE UTF-8`,
    'PID|1||BN1^^^99901^MR~079190999001^^^CCCD^NI||NGUYỄN^THỊ^THỬ||19900315|F',
    `PV1|1|I|K01^101^1${'|'.repeat(16)}V1`,
    `OBR|1|P${id}|F${id}|58410-2^Tổng phân tích tế bào máu^LN|||202608010730|||||||||||||||20260801075000||LAB|F`,
    ...results,
  ].join('\r')
}
