import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { fixedClock } from '#foundation/clock'
import { silentLogger } from '#foundation/log'
import { ok } from '#foundation/result'
import type { ReceiptAnswer, SmallArrival } from '#record/intake'
import type { MllpDoor, MllpOptions } from './open-mllp.ts'
import { openMllp } from './open-mllp.ts'

/** What a fake intake has kept, in order, the same bytes once. */
export interface FakeIntake {
  readonly kept: SmallArrival[]
  readonly batches: number[]
  readonly keep: MllpOptions['keep']
}

/** Keeps in memory and answers as the intake does; `status` says what becomes of a message. */
export function fakeIntake(
  status: (text: string) => 'accepted' | 'set-aside' = () => 'accepted',
  wait: () => Promise<unknown> = async () => undefined,
): FakeIntake {
  const kept: SmallArrival[] = []
  const batches: number[] = []
  const receipts = new Map<string, ReceiptAnswer>()
  const answerTo = (message: SmallArrival): ReceiptAnswer => {
    const receiptId = createHash('sha256').update(message.bytes).digest('hex').slice(0, 32)
    const before = receipts.get(receiptId)
    if (before) return { ...before, alreadyReceivedAt: '2026-08-01T01:00:00.000Z' }
    const isSetAside = status(Buffer.from(message.bytes).toString()) === 'set-aside'
    const answer: ReceiptAnswer = {
      receiptId,
      alreadyReceivedAt: null,
      problems: [],
      files: [
        {
          facility: message.claimedFacility,
          visitLinkId: 'adt:V1',
          status: isSetAside ? 'set-aside' : 'accepted',
          problems: isSetAside
            ? [
                {
                  code: 'HL7_PATIENT_NUMBER_MISSING',
                  severity: 'error',
                  table: 'PID',
                  row: 2,
                  field: 'PID-3',
                  message: 'PID-3: thiếu mã người bệnh của cơ sở. Bổ sung rồi gửi lại.',
                },
              ]
            : [],
        },
      ],
    }
    receipts.set(receiptId, answer)
    kept.push(message)
    return answer
  }
  return {
    kept,
    batches,
    async keep(batch) {
      batches.push(batch.length)
      await wait()
      return batch.map((message) => ok(answerTo(message)))
    },
  }
}

/** A door on free ports of this machine, at 08:00 on 1 August 2026. */
export const aDoor = (options: Partial<MllpOptions> & Pick<MllpOptions, 'keep'>): Promise<MllpDoor> =>
  openMllp({
    clock: fixedClock('2026-08-01T08:00:00+07:00'),
    log: silentLogger,
    host: '127.0.0.1',
    port: 0,
    senders: new Map(),
    aliases: new Map(),
    maxBytes: 1_000_000,
    connections: 50,
    idleSeconds: 60,
    ...options,
  })

/** `anOru('M1')`: a result of facility 99901; `more` stands behind it. */
export const anOru = (controlId: string, more = '', msh4 = '99901', ends = ''): string =>
  [
    `MSH|^~\\&|LIS|${msh4}|MACH|SYT|20260801075900||ORU^R01^ORU_R01|${controlId}|P|2.5.1${ends}`,
    'PID|1||BN1^^^99901^MR||NGUYỄN^THỊ^THỬ||19900315|F',
    `OBR|1|P${controlId}|F${controlId}|CBC^Máu^L`,
    'OBX|1|NM|HGB^Hb^L||132|g/L|120-150|N|||F',
    more,
  ]
    .filter((line) => line !== '')
    .join('\r')

/** Certificates made on the spot, so that no key lies in the repository. X.509 v3 in DER, ECDSA P-256. */
export function certificateOf(name: string, issuer?: Certified): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = sequence(oid('2a8648ce3d040302'))
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.from(createHash('sha256').update(spki).digest().subarray(0, 8).fill(1, 0, 1))),
    algorithm,
    distinguished(issuer?.name ?? name),
    sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231000000Z'))),
    distinguished(name),
    spki,
    // basicConstraints CA, and subjectAltName localhost, 127.0.0.1.
    der(
      0xa3,
      sequence(
        sequence(oid('551d13'), der(0x04, sequence(der(0x01, Buffer.of(0xff))))),
        sequence(
          oid('551d11'),
          der(0x04, sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1)))),
        ),
      ),
    ),
  )
  const key = issuer?.privateKey ?? privateKey
  const signature = sign('sha256', tbs, key)
  const certificate = sequence(tbs, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature])))
  const lines = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return {
    name,
    privateKey,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}

export interface Certified {
  readonly name: string
  readonly cert: string
  readonly key: string
  readonly privateKey: ReturnType<typeof generateKeyPairSync>['privateKey']
}

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  const size = body.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.of(tag, ...length), body])
}
const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const distinguished = (name: string) =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))))
